package io.blackfire.conprof.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate for localhost that signs itself, made now by the JDK's keytool.
 *
 * @param server context of the side that owns the key
 * @param client context of a client that trusts this certificate alone
 * @param trustStore PKCS12 file with the certificate
 */
record SelfSigned(SSLContext server, SSLContext client, Path trustStore) {
    static final String PASSWORD = "changeit";

    static SelfSigned create(Path directory) {
        try {
            Path keyFile = directory.resolve("key.p12");
            keytool(keyFile, "agent", "-validity 2");
            KeyStore key = KeyStore.getInstance(keyFile.toFile(), PASSWORD.toCharArray());
            return of(key, key.getCertificate("agent"), directory);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for the test Agent", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signed by another one, which the client trusts: one that it trusts itself is not asked for its dates. */
    static SelfSigned expired(Path directory) {
        try {
            Path keyFile = directory.resolve("key.p12");
            keytool(keyFile, "authority", "-validity 9 -ext bc:c");
            keytool(keyFile, "agent", "-signer authority -startdate -2d -validity 1");
            KeyStore key = KeyStore.getInstance(keyFile.toFile(), PASSWORD.toCharArray());
            Certificate authority = key.getCertificate("authority");
            key.deleteEntry("authority");
            return of(key, authority, directory);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for the test Agent", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SelfSigned of(KeyStore key, Certificate trusted, Path directory)
            throws GeneralSecurityException, IOException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("agent", trusted);
        Path trustFile = directory.resolve("trust.p12");
        try (var out = Files.newOutputStream(trustFile)) {
            trust.store(out, PASSWORD.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key, PASSWORD.toCharArray());
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, new SecureRandom());
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trusting.getTrustManagers(), new SecureRandom());
        return new SelfSigned(server, client, trustFile);
    }

    private static void keytool(Path keyFile, String alias, String more) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias " + alias + " -keyalg EC -groupname secp256r1 -dname CN=localhost "
                + more + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass " + PASSWORD;
        var command = new ProcessBuilder(keytool);
        command.command().addAll(List.of(arguments.split(" ")));
        command.command().add("-keystore");
        command.command().add(keyFile.toString());
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool runs", e);
        }
    }
}
