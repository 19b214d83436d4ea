package io.blackfire.conprof.cdi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;

/**
 * A web application in a folder.
 *
 * @param root the folder
 * @param path its context path
 * @param displayName in its descriptor; may be null
 * @param unpacked whether the server tells where its files are
 */
record FakeContext(Path root, String path, String displayName, boolean unpacked) {

    ServletContext context() {
        return (ServletContext) Proxy.newProxyInstance(
                FakeContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContextPath" -> path;
                    case "getServletContextName" -> displayName;
                    case "getServerInfo" -> "Test Server/1.0";
                    case "getRealPath" -> unpacked ? file((String) arguments[0]).toString() : null;
                    case "getResourcePaths" -> paths((String) arguments[0]);
                    case "getResourceAsStream" -> stream((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Path file(String name) {
        return root.resolve(name.substring(1));
    }

    private Set<String> paths(String folder) {
        if (!Files.isDirectory(file(folder))) {
            return null;
        }
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.map(file -> folder + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream stream(String name) throws IOException {
        return Files.exists(file(name)) ? new ByteArrayInputStream(Files.readAllBytes(file(name))) : null;
    }
}
