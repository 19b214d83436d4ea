package io.blackfire.conprof.attribution;

import java.util.regex.Pattern;

/**
 * Names of classes as recordings have them, and as they should be: the same for the same code in every run.
 *
 * <p>The JVM numbers the classes that it or the JDK spins at run time: lambdas ({@code Foo$$Lambda$14.0x000…} on JDK 17,
 * {@code Foo$$Lambda+0x000…} later), other hidden classes ({@code Foo.0x000…}), reflection accessors and proxies; Byte Buddy,
 * Hibernate, Javassist, CGLIB, WildFly ({@code Foo$$$view12}) and Aries ({@code Proxy} and a UUID) theirs.
 */
public final class ClassNames {
    private static final String LAMBDA = "$$Lambda";
    private static final String PROXY = "$Proxy";
    // the longer ones first
    private static final String[] GENERATED = {
        "$Proxy$_$$_", "_$$_", "$$", "$HibernateProxy$", "$HibernateInstantiator$", "$ByteBuddy$"
    };
    // what follows is random
    private static final String[] NUMBERED = {
        LAMBDA, "$$$view", "$HibernateProxy$", "$HibernateInstantiator$", "$ByteBuddy$", "_$$_jvst", "CGLIB$$"
    };
    private static final Pattern ARIES = Pattern.compile("Proxy[0-9a-f]{8}(_[0-9a-f]{4}){3}_[0-9a-f]{12}");
    // Byte Buddy's methods that call what it has overridden; what follows is random
    private static final String ACCESSOR = "$accessor$";
    private static final String PROXY_PACKAGE = "jdk.proxy";

    private ClassNames() {}

    /** The name with dots, without numbers that differ from run to run. */
    public static String stable(String recorded) {
        String name = withoutHiddenSuffix(recorded.replace('/', '.'));
        for (String numbered : NUMBERED) {
            int at = name.indexOf(numbered);
            if (at >= 0) {
                return name.substring(0, at + numbered.length());
            }
        }
        if (ARIES.matcher(name).matches()) {
            return "Proxy";
        }
        int end = withoutTrailingDigits(name);
        if (end == name.length()) {
            return name;
        }
        String prefix = name.substring(0, end);
        if (prefix.endsWith(PROXY)) {
            return prefix.startsWith(PROXY_PACKAGE) ? PROXY_PACKAGE + '.' + PROXY : prefix;
        }
        return prefix.contains(".reflect.Generated") && prefix.endsWith("Accessor") ? prefix : name;
    }

    /** The name of a method, likewise. */
    public static String stableMethod(String recorded) {
        int at = recorded.indexOf(ACCESSOR);
        return at < 0 ? recorded : recorded.substring(0, at + ACCESSOR.length());
    }

    /** The name of an allocated class, arrays as in source code: {@code byte[]}, {@code java.lang.String[][]}. */
    public static String ofAllocated(String recorded) {
        int depth = 0;
        while (depth < recorded.length() && recorded.charAt(depth) == '[') {
            depth++;
        }
        if (depth == 0) {
            return stable(recorded);
        }
        String element = recorded.substring(depth);
        String name =
                switch (element.charAt(0)) {
                    case 'B' -> "byte";
                    case 'C' -> "char";
                    case 'D' -> "double";
                    case 'F' -> "float";
                    case 'I' -> "int";
                    case 'J' -> "long";
                    case 'S' -> "short";
                    case 'Z' -> "boolean";
                    default -> stable(element.substring(1, element.length() - 1));
                };
        return name + "[]".repeat(depth);
    }

    /**
     * The class that a generated one was made from: a lambda, a hidden class, or a proxy of the JDK, CGLIB, Weld ({@code
     * Foo$Proxy$_$$_WeldClientProxy}), Javassist ({@code Foo_$$_jvst1a2}), Hibernate and Byte Buddy; else itself.
     */
    static String origin(String stable) {
        for (String generated : GENERATED) {
            int at = stable.indexOf(generated);
            if (at > 0) {
                return stable.substring(0, at);
            }
        }
        return stable;
    }

    /** The package of a class; empty for the unnamed one. */
    static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }

    /** Whether a proxy of the JDK; one for an interface that is not public lives in that interface's package. */
    static boolean proxy(String stable) {
        return stable.endsWith(PROXY);
    }

    private static String withoutHiddenSuffix(String name) {
        int hex = name.lastIndexOf("0x");
        if (hex < 2) {
            return name;
        }
        char separator = name.charAt(hex - 1);
        if (separator != '.' && separator != '+') {
            return name;
        }
        return name.substring(0, hex - 1);
    }

    private static int withoutTrailingDigits(String name) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
