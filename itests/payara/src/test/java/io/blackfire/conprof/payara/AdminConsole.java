package io.blackfire.conprof.payara;

import java.io.IOException;
import java.time.Duration;

import org.openqa.selenium.WebElement;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.browser.Browser;

/** Payara's admin console, as somebody uses it on the server's own machine. */
final class AdminConsole {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration PAGE = Duration.ofSeconds(10);
    private static final int WIDTH = 1400;
    private static final String FORM = "propertyForm:";
    private static final String SECTION = FORM + "propertySheet:";

    private final Browser browser;

    private AdminConsole(Browser browser) {
        this.browser = browser;
    }

    /** The server loads its console when the first one asks for it. */
    static AdminConsole open(Browser browser, PayaraServer server) throws IOException {
        AdminConsole console = new AdminConsole(browser);
        String address = "http://127.0.0.1:" + server.adminPort() + "/";
        Await.until("the console", SOON, () -> {
            browser.open(address);
            return console.page().contains("Configurations");
        });
        return console;
    }

    /** Finds our page in the tree, below the configuration of the domain's own server. */
    void openSettings() {
        openSettings("server-config");
        Await.until("our page", SOON, () -> !status("state").isEmpty());
    }

    /** Finds our page in the tree, below a configuration that other servers may have. */
    void openSettingsElsewhere(String configuration) {
        openSettings(configuration);
        Await.until("our page", SOON, () -> elsewhere().endsWith(" " + configuration));
    }

    private void openSettings(String configuration) {
        // what is there until then may be our page as well
        browser.run("document.querySelectorAll('form').forEach(form => form.setAttribute('data-before', ''));");
        String found = "const links = [...document.querySelectorAll('a')].filter(a =>"
                + " (a.href + a.getAttribute('onclick')).includes('conprof/settings.jsf?configName=" + configuration
                + "')); if (links.length) { links[0].click(); } return links.length;";
        Await.until("our page in the tree", SOON, () -> ((Number) browser.run(found)).intValue() > 0);
        Await.until(
                "another page than before",
                SOON,
                () -> browser.findAll("[id='propertyForm']:not([data-before])").size() == 1);
    }

    /** Where to look for the status of servers that the console is not in. */
    String elsewhere() {
        return text(SECTION + "elsewhereSection:elsewhereProp:elsewhere");
    }

    /** What the status says. */
    String status(String name) {
        return text(SECTION + "statusSection:" + name + "Prop:" + name);
    }

    /** Opens the page anew when it does not say so: it may have been made before. */
    void awaitStatus(String name, String pattern) {
        Await.until(name + " is " + pattern, SOON, () -> status(name).matches(pattern), PAGE, () -> {
            screenshot("not-shown-" + name);
            openSettings();
        });
    }

    /** The table of applications. */
    String applications() {
        return text(FORM + "applications");
    }

    /** Types another value and saves all. */
    void change(String setting, String value) {
        WebElement field = byId(SECTION + "settingsSection:" + setting + "Prop:" + setting);
        field.clear();
        field.sendKeys(value);
        press("save");
    }

    void press(String button) {
        byId(FORM + "propertyContentPage:topButtons:" + button + "Button").click();
    }

    void awaitMessage(String text) {
        Await.until("it says: " + text, SOON, () -> page().contains(text));
    }

    /** All that there is to read. */
    String page() {
        return browser.text("body");
    }

    /** Of the upper end, where messages are. */
    void screenshot(String name) {
        browser.run("document.querySelectorAll('*').forEach(element => element.scrollTop = 0);");
        browser.screenshot(name, WIDTH);
    }

    private String text(String id) {
        return browser.text("[id='" + id + "']");
    }

    private WebElement byId(String id) {
        String css = "[id='" + id + "']";
        Await.until(css + " is there", SOON, () -> !browser.findAll(css).isEmpty());
        return browser.find(css);
    }
}
