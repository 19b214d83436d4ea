package io.blackfire.conprof;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;

/** The class loader of an application that has one class of its own, which others have, too. */
final class OwnCopyLoader extends URLClassLoader {
    private final String own;

    OwnCopyLoader(Class<?> own) {
        super(new URL[0], own.getClassLoader());
        this.own = own.getName();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.equals(own)) {
            return super.loadClass(name, resolve);
        }
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
