package com.acme.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.acme.shared.Text;

/** An application that serialises, compresses and hashes; it hands work to a pool of its own. */
public final class Archive implements Runnable {
    private final ConcurrentSkipListMap<String, Integer> sizes = new ConcurrentSkipListMap<>();

    @Override
    public void run() {
        Map<String, ArrayList<Object>> content = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            content.computeIfAbsent(Text.of(1), any -> new ArrayList<>()).add(new int[] {i, i * i});
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(new GZIPOutputStream(bytes))) {
                out.writeObject(content);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            sizes.put(Integer.toHexString(digest[0]), bytes.size());
            try (ObjectInputStream in =
                    new ObjectInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())))) {
                in.readObject();
            }
        } catch (IOException | ReflectiveOperationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
