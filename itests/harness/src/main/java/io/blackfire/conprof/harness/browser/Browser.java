package io.blackfire.conprof.harness.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The Chromium that this machine has, without a window, and with a new profile that its driver makes and deletes. Closing
 * leaves nothing but the screenshots behind.
 */
public final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int HEIGHT = 900;

    private final Path screenshots;
    private final ChromeDriver driver;

    private Browser(Path screenshots, ChromeDriver driver) {
        this.screenshots = screenshots;
        this.driver = driver;
    }

    /**
     * Starts it.
     *
     * @param screenshots the folder for screenshots; made when absent
     * @throws AssertionError saying what to install, when this machine has no Chromium or no driver for it
     */
    public static Browser start(Path screenshots) throws IOException {
        Path chromium = Programs.onPath("chromium", "chromium-browser", "google-chrome");
        Path chromedriver = Programs.onPath("chromedriver");
        Files.createDirectories(screenshots);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(FLAGS);
        if (System.getProperty("user.name").equals("root")) {
            // whom Chromium's sandbox does not want
            options.addArguments("--no-sandbox");
        }
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(screenshots, new ChromeDriver(service, options));
    }

    /** Loads a page; returns when it is there. */
    public void open(String url) {
        driver.get(url);
    }

    /** Where it is. */
    public String url() {
        return driver.getCurrentUrl();
    }

    /** The one element there must be. */
    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** All elements, in order; maybe none. */
    public List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** What a user reads in the one element there must be, at one moment, whatever replaces the element meanwhile. */
    public String text(String css) {
        return String.valueOf(run("const e = document.querySelector(arguments[0]); return e ? e.innerText : '';", css));
    }

    /** The result of a script, see {@link org.openqa.selenium.JavascriptExecutor}. */
    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Makes the window so wide, and puts a picture of the whole page beside the others, as {@code name.png}. */
    public void screenshot(String name, int width) {
        try {
            resize(width, HEIGHT);
            Object height = run("return Math.max(document.documentElement.scrollHeight, arguments[0]);", HEIGHT);
            resize(width, ((Number) height).intValue());
            Files.write(screenshots.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
