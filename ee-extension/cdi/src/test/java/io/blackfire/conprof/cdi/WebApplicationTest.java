package io.blackfire.conprof.cdi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Profiler;

import static org.assertj.core.api.Assertions.assertThat;

class WebApplicationTest {
    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        write("WEB-INF/classes/com/acme/Orders.class");
        jar("WEB-INF/lib/json.jar", "org/json/Json.class", "META-INF/MANIFEST.MF");
        jar(
                "WEB-INF/lib/conprof-cdi.jar",
                Profiler.class.getName().replace('.', '/') + ".class",
                "one/profiler/Span.class");
    }

    private void write(String file, String... lines) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), String.join("\n", lines) + "\n");
    }

    private void jar(String file, String... entries) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        try (OutputStream out = Files.newOutputStream(root.resolve(file));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.closeEntry();
            }
        }
    }

    private WebApplication application(String path, String displayName, String application, String module) {
        FakeContext fake = new FakeContext(root, path, displayName, true);
        return new WebApplication(fake.context(), new EnvironmentNames(application, module));
    }

    @ParameterizedTest
    @CsvSource({
        "shop-2.1, shop-2.1, /buy, Our shop, shop",
        "'', shop-2.1, /buy, Our shop, shop",
        "mall, shop, /buy, Our shop, mall",
        "'', '', /buy/now, Our shop, buy-now",
        "'', '', '', Our shop, Our shop",
        "'', '', '', , root"
    })
    void name_isTheServersElseThatOfTheContext(
            String application, String module, String path, String displayName, String expected) {
        assertThat(application(path, displayName, application, module).name()).isEqualTo(expected);
    }

    @Test
    void name_isWhatTheManifestStates() throws IOException {
        write("META-INF/MANIFEST.MF", "Manifest-Version: 1.0", "Blackfire-Application-Name: Orders of ACME");
        assertThat(application("/shop", null, "shop", "shop").name()).isEqualTo("Orders of ACME");
    }

    @Test
    void labels_tellTheModuleOfAnApplicationWithSeveral() {
        assertThat(application("/shop", null, "shop-2.1", "shop-2.1").labels())
                .isEqualTo(Map.of("context_path", "/shop", "deployment", "shop-2.1"));
        assertThat(application("/shop", null, "mall", "shop").labels())
                .isEqualTo(Map.of("context_path", "/shop", "deployment", "mall", "module", "shop"));
        assertThat(application("", null, "", "").labels()).isEqualTo(Map.of("context_path", ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void classes_areThoseOfFoldersAndLibrariesButOurs(boolean unpacked) {
        ClassSource classes = WebClasses.of(new FakeContext(root, "/shop", null, unpacked).context());
        assertThat(classes.packages()).containsExactlyInAnyOrder("com.acme", "org.json");
        assertThat(classes.contains("com.acme.Orders")).isTrue();
        assertThat(classes.contains("org.json.Json")).isTrue();
        assertThat(classes.contains("one.profiler.Span")).isFalse();
        assertThat(classes.contains(Profiler.class.getName())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Apache Tomcat (TomEE)/10.0.27 (9.0.0), tomee 9.0.0",
                "IBM WebSphere Liberty/26.0.0.3, ibm websphere liberty 26.0.0.3",
                "Apache Tomcat/11.0.2, apache tomcat 11.0.2",
                "Payara Micro 6.2025.9, payara micro 6.2025.9",
                "Payara Micro 6.2025.9 (build 41), payara micro 6.2025.9",
                "Payara Micro #badassfish, payara micro",
                "'', jakarta-ee",
                "none, jakarta-ee"
            })
    void serverInfo_isProductAndVersion(String serverInfo, String kind) {
        assertThat(ServerKind.of(serverInfo)).isEqualTo(kind);
    }
}
