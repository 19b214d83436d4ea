package io.blackfire.conprof.karaf;

import java.time.Duration;
import java.util.stream.Stream;

import org.openqa.selenium.WebElement;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.browser.Browser;

/** What an administrator does with a browser at the page "Blackfire" and the form behind it. */
record ConsoleUser(Browser browser, KarafServer karaf) {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WIDE = 1280;
    private static final int NARROW = 480;

    void logIn() {
        Login login = karaf.admin();
        String user =
                login.user() + ":" + login.password() + "@" + karaf.address().getAuthority();
        browser.open("http://" + user + "/system/console/blackfire");
    }

    void openPage() {
        browser.open(karaf.address().resolve("/system/console/blackfire").toString());
    }

    /** By the page's link. */
    void openForm() {
        openPage();
        browser.find("#blackfire-actions a").click();
        Await.until("the form", SOON, () -> !browser.findAll(field("deployments.labels"))
                .isEmpty());
    }

    static String field(String setting) {
        return "#editorForm [name='" + setting + "']";
    }

    void type(String setting, String value) {
        WebElement field = browser.find(field(setting));
        field.clear();
        field.sendKeys(value);
    }

    void save() {
        browser.find(".ui-dialog-buttonset button:last-child").click();
        Await.until("back on the page", SOON, () -> browser.url().endsWith("/blackfire"));
    }

    /** Presses one of the page's buttons; returns what the page says then. */
    String press(String action) {
        browser.run("window.old = true;");
        browser.find("#blackfire-actions button[value='" + action + "']").click();
        Await.until("an answer to " + action, SOON, () ->
                (boolean) browser.run("return !window.old && document.readyState === 'complete';"));
        return browser.text("#blackfire-message");
    }

    void awaitPage(String... parts) {
        Await.until("page with " + String.join(", ", parts), SOON, () -> Stream.of(parts)
                .allMatch(browser.text("#blackfire")::contains));
    }

    /** All that the browser knows of the page. */
    String source() {
        return (String) browser.run("return document.documentElement.outerHTML;");
    }

    void screenshots(String name) {
        browser.screenshot(name + "-narrow", NARROW);
        browser.screenshot(name, WIDE);
    }
}
