package io.blackfire.conprof.karaf;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Any framework on the class path, with nothing in it but what it is told to install. Answers each line of its input with
 * one line: {@code ok}, or what went wrong. Ends with its input.
 */
public final class PlainFramework {
    private final Framework framework;
    private final PrintStream answers;

    private PlainFramework(Framework framework, PrintStream answers) {
        this.framework = framework;
        this.answers = answers;
    }

    /** The argument is the framework's own folder. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Framework framework = factory.newFramework(Map.of(Constants.FRAMEWORK_STORAGE, arguments[0]));
        framework.start();
        new PlainFramework(framework, answers).serve();
        framework.stop();
        framework.waitForStop(30_000);
    }

    private void serve() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = Arrays.asList(line.split(" "));
            try {
                execute(words.get(0), words.subList(1, words.size()));
                answers.println("ok");
            } catch (Exception e) {
                answers.println(line + ": " + e);
            }
        }
    }

    private void execute(String command, List<String> arguments) throws Exception {
        switch (command) {
            case "start" -> start(arguments);
            case "stop" -> bundle(arguments.get(0)).stop();
            case "uninstall" -> uninstall(arguments);
            case "configure" -> configure(arguments.get(0), arguments.subList(1, arguments.size()));
            default -> throw new IllegalArgumentException("unknown");
        }
    }

    /** Installs all of the files, then starts them in this order. */
    private void start(List<String> files) throws BundleException {
        BundleContext context = framework.getBundleContext();
        for (String file : files) {
            context.installBundle(Path.of(file).toUri().toString());
        }
        for (String file : files) {
            context.getBundle(Path.of(file).toUri().toString()).start();
        }
    }

    private void uninstall(List<String> names) throws Exception {
        for (String name : names) {
            bundle(name).uninstall();
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        refreshed.await();
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** By reflection: we are outside, where the framework's bundles have no classes. */
    private void configure(String pid, List<String> settings) throws Exception {
        Hashtable<String, Object> properties = new Hashtable<>();
        for (String setting : settings) {
            String[] keyAndValue = setting.split("=", 2);
            properties.put(keyAndValue[0], keyAndValue[1]);
        }
        BundleContext context = framework.getBundleContext();
        ServiceReference<?> reference = context.getServiceReference("org.osgi.service.cm.ConfigurationAdmin");
        Object admin = context.getService(reference);
        ClassLoader api = admin.getClass().getClassLoader();
        Method get = api.loadClass("org.osgi.service.cm.ConfigurationAdmin")
                .getMethod("getConfiguration", String.class, String.class);
        Object configuration = get.invoke(admin, pid, null);
        api.loadClass("org.osgi.service.cm.Configuration")
                .getMethod("update", Dictionary.class)
                .invoke(configuration, properties);
    }
}
