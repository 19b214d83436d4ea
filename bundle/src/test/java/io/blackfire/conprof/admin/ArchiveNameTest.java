package io.blackfire.conprof.admin;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveNameTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "orders.war, orders",
        "orders-2.1.war, orders",
        "orders-2.1.0-SNAPSHOT.ear, orders",
        "orders-2.1.0-20261124.101500-3.war, orders",
        "orders-2.1.0.Final.jar, orders",
        "orders-2.1.0.Final-redhat-00001.jar, orders",
        "orders-2.1-rc1.jar, orders",
        "orders-2.1.0-beta-2.jar, orders",
        "orders-2.1.0-M3.jar, orders",
        "orders-2.1b4.jar, orders",
        "orders-2.1.0.RELEASE.jar, orders",
        "orders-2.1.0-jre.jar, orders",
        "orders-9.4.58.v20250814.jar, orders",
        "orders-2.1-1.jar, orders",
        "orders-2.1.0+build.5.jar, orders",
        "web-shop-3.war, web-shop",
        "routes.xml, routes",
        "-1.war, -1.war",
        "shop-1-api.war, shop-1-api",
        "shop-1-api-2.0.war, shop-1-api",
        "shop-2-3.1.war, shop-2",
        "oauth-2-server.war, oauth-2-server",
        "log4j-1.2-api-2.17.jar, log4j-1.2-api",
        "log4j2-demo.war, log4j2-demo",
        "my-3d-shop.war, my-3d-shop",
        "a-1v11111111111111111111111111111111111111x.war, a-1v11111111111111111111111111111111111111x",
    })
    void application_isTheArchiveWithoutExtensionAndVersion(String archive, String application) {
        assertThat(ArchiveName.application(archive)).isEqualTo(application);
    }
}
