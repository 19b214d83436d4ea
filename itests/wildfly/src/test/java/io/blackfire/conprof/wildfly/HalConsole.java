package io.blackfire.conprof.wildfly;

import java.time.Duration;

import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.browser.Browser;

/** WildFly's administration console, as somebody uses it who is logged in. */
final class HalConsole {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration MESSAGE = Duration.ofSeconds(10);
    private static final int WIDTH = 1400;
    private static final String ITEM = "#blackfire-conprof";
    private static final String FORM = "#model-browser-model-browser-root-form";
    private static final String DIALOG = "#hal-modal";

    private final Browser browser;
    private final String address;

    private HalConsole(Browser browser, String address) {
        this.browser = browser;
        this.address = address;
    }

    /** The browser remembers who answered the server's question, which the console's own pages do not ask. */
    static HalConsole logIn(Browser browser, WildFlyServer server, ManagementUser user) {
        String host = "127.0.0.1:" + server.managementPort();
        browser.open("http://" + user.name() + ":" + user.password() + "@" + host + "/management");
        return new HalConsole(browser, "http://" + host + "/console/index.html");
    }

    /** Finds the subsystem where all are. */
    void openConfiguration() {
        browser.open(address + "#configuration;path=configuration~subsystems");
        click(ITEM);
        awaitText("#hal-finder-preview", "Blackfire's continuous profiler");
    }

    /** Goes on to what the subsystem is. */
    void view() {
        click(ITEM + " a.btn");
        Await.until("the subsystem's form", SOON, () -> !shown("state").isEmpty());
    }

    /** What the form shows of an attribute. */
    String shown(String attribute) {
        return browser.text(FORM + "-" + attribute + "-readonly");
    }

    /** Loads the page anew when it does not show it: it may have read its values before they changed. */
    void awaitShown(String attribute, String text) {
        Await.until(attribute + " says: " + text, SOON, () -> shown(attribute).contains(text), MESSAGE, () -> {
            screenshot("not-shown-" + attribute);
            browser.run("location.reload();");
        });
    }

    /** The help for all of the form. */
    String help() {
        click("a[href='" + FORM + "-help']");
        Await.until("the help", SOON, () -> !browser.text(FORM + "-help").isBlank());
        return browser.text(FORM + "-help");
    }

    /** Types another value and saves it. */
    void change(String attribute, String value) {
        String editing = FORM + "-" + attribute + "-editing";
        if (!displayed(editing)) {
            click("[data-operation='edit']");
            // a moment after it is shown the form puts the cursor into its first field, whatever is being typed
            String inForm = "return document.activeElement.closest(arguments[0]) !== null;";
            Await.until("the cursor is in the form", SOON, () -> (Boolean) browser.run(inForm, FORM + "-editing"));
        }
        WebElement field = visible(editing);
        field.clear();
        field.sendKeys(value);
        click(FORM + "-editing .btn-primary");
    }

    void awaitSuccess() {
        awaitText(".alert-success", "successfully modified");
    }

    /** Types a value that is refused, and asks for the details; once more when the message is gone before it is clicked. */
    String refusal(String attribute, String value) {
        change(attribute, value);
        String link = ".alert-danger a.alert-link";
        Await.until(attribute + "=" + value + " is refused", SOON, () -> clicked(link), MESSAGE, () -> {
            screenshot("not-refused");
            change(attribute, value);
        });
        awaitText(DIALOG, "Details");
        return browser.text(DIALOG);
    }

    void closeDialog() {
        click(DIALOG + " .modal-footer .btn");
        String boxes = "const e = document.querySelector(arguments[0]); return e ? e.getClientRects().length : 0;";
        Await.until("the dialog is closed", SOON, () -> ((Number) browser.run(boxes, DIALOG)).intValue() == 0);
    }

    void screenshot(String name) {
        browser.screenshot(name, WIDTH);
    }

    private void awaitText(String css, String text) {
        Await.until(css + " says: " + text, SOON, () -> browser.text(css).contains(text));
    }

    private WebElement visible(String css) {
        Await.until(css + " is there", SOON, () -> displayed(css));
        return browser.find(css);
    }

    private boolean displayed(String css) {
        try {
            return browser.findAll(css).stream().anyMatch(WebElement::isDisplayed);
        } catch (StaleElementReferenceException e) {
            return false;
        }
    }

    private void click(String css) {
        Await.until(css + " can be clicked", SOON, () -> clicked(css));
    }

    /** The page may put another element in its place at any moment, or none. */
    private boolean clicked(String css) {
        try {
            browser.find(css).click();
            return true;
        } catch (WebDriverException e) {
            return false;
        }
    }
}
