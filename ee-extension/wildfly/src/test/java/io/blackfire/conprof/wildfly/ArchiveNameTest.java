package io.blackfire.conprof.wildfly;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveNameTest {
    @ParameterizedTest
    @CsvSource({
        "orders.war, orders",
        "orders-2.1.war, orders",
        "orders-2.1.0-SNAPSHOT.ear, orders",
        "orders-2.1.0.Final.jar, orders",
        "web-shop-3.war, web-shop",
        "orders, orders",
        "-1.war, -1.war",
        "log4j2-demo.war, log4j2-demo"
    })
    void application_isTheArchiveWithoutExtensionAndVersion(String archive, String application) {
        assertThat(ArchiveName.application(archive)).isEqualTo(application);
    }
}
