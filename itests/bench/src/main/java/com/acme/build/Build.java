package com.acme.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** An application that compiles Java: deep recursion, no two stacks alike. */
public final class Build implements Runnable {
    private static final String SOURCE =
            """
            import java.util.*;
            import java.util.function.*;
            import java.util.stream.*;
            class Generated<T extends Comparable<? super T>> {
                sealed interface Shape permits Circle, Square {}
                record Circle(double radius) implements Shape {}
                record Square(double side) implements Shape {}
                static double area(Shape shape) {
                    return shape instanceof Circle c ? Math.PI * c.radius() * c.radius()
                            : shape instanceof Square s ? s.side() * s.side() : 0;
                }
                Map<String, List<T>> group(Collection<T> items, Function<? super T, String> key) {
                    return items.stream().sorted(Comparator.reverseOrder())
                            .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
                }
                int size(String text) {
                    int sum = 0;
                    for (char c : text.toCharArray()) {
                        switch (c) {
                            case 'a', 'e' -> sum += 2;
                            case 'x' -> { try { sum += Integer.parseInt(text); } catch (NumberFormatException e) { sum--; } }
                            default -> sum++;
                        }
                    }
                    return sum;
                }
            }
            """;

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    @Override
    public void run() {
        StringWriter log = new StringWriter();
        try (JavaFileManager files = new Discarding(compiler.getStandardFileManager(null, null, null))) {
            if (!compiler.getTask(log, files, null, List.of("-proc:none"), null, List.of(new Source()))
                    .call()) {
                throw new IllegalStateException(log.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        Source() {
            super(URI.create("string:///Generated.java"), Kind.SOURCE);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return SOURCE;
        }
    }

    private static final class Discarded extends SimpleJavaFileObject {
        Discarded(String name) {
            super(URI.create("string:///" + name), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream();
        }
    }

    private static final class Discarding extends ForwardingJavaFileManager<JavaFileManager> {
        Discarding(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new Discarded(className);
        }
    }
}
