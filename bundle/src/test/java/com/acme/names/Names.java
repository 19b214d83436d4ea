package com.acme.names;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Supplier;

/** All kinds of methods that a compiler or the JVM names, each of them above {@link #allocate}. */
public final class Names implements Supplier<Map<String, Runnable>> {
    private static volatile Object sink;

    static void allocate() {
        for (int i = 0; i < 20; i++) {
            sink = new byte[1_000];
        }
    }

    @Override
    public Map<String, Runnable> get() {
        Comparator<String> longest = new Longest();
        return Map.of(
                "lambda",
                () -> allocate(),
                "method reference",
                Names::allocate,
                "bridge",
                () -> longest.compare("a", "b"),
                "proxy",
                proxy(),
                "hidden",
                hidden(),
                "reflection",
                Names::reflect,
                "mangled",
                new Mangled());
    }

    private static Runnable proxy() {
        return (Runnable) Proxy.newProxyInstance(
                Names.class.getClassLoader(), new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> {
                    allocate();
                    return null;
                });
    }

    private static Runnable hidden() {
        try (var in = Hidden.class.getResourceAsStream("Names$Hidden.class")) {
            Class<?> hidden = MethodHandles.lookup()
                    .defineHiddenClass(in.readAllBytes(), true)
                    .lookupClass();
            return (Runnable) hidden.getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So often that the JDK spins an accessor. */
    private static void reflect() {
        try {
            Method method = Names.class.getDeclaredMethod("allocate");
            for (int i = 0; i < 20; i++) {
                method.invoke(null);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its comparison of strings is behind one of objects. */
    static final class Longest implements Comparator<String> {
        @Override
        public int compare(String one, String other) {
            allocate();
            return one.length() - other.length();
        }
    }

    static final class Hidden implements Runnable {
        @Override
        public void run() {
            allocate();
        }
    }

    /** Named by Scala's rules and Kotlin's; what Java forbids is replaced in the class file. */
    static final class Mangled implements Runnable {
        @Override
        public void run() {
            $plus$plus$eq();
        }

        private static void $plus$plus$eq() {
            $anonfun$main$1();
        }

        private static void $anonfun$main$1() {
            plus_Xq4fRzo();
        }

        private static void plus_Xq4fRzo() {
            it_works_000000();
        }

        private static void it_works_000000() {
            allocate();
        }
    }
}
