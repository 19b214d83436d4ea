package io.blackfire.conprof.osgi;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BundleNamesTest {

    @ParameterizedTest
    @CsvSource({
        "mvn:com.acme/orders/2.1, orders, orders/2.1",
        "mvn:https://repo.example/maven@id=r!com.acme/orders/2.1/war, orders, orders/2.1",
        "file:/opt/deploy/orders-2.1.war, orders, orders-2.1.war",
        "file:/opt/deploy/orders-2.1-SNAPSHOT.jar, orders, orders-2.1-SNAPSHOT.jar",
        "file:/opt/deploy/orders-2.1.0.Final.jar, orders, orders-2.1.0.Final.jar",
        "file:/opt/deploy/my-3d-shop.jar, my-3d-shop, my-3d-shop.jar",
        "file:/opt/deploy/log4j2.jar, log4j2, log4j2.jar",
        "webbundle:file:/opt/orders-2.1.war?Web-ContextPath=/orders, orders, orders-2.1.war",
        "wrap:mvn:com.acme/orders/2.1$Bundle-SymbolicName=orders, orders, orders/2.1",
        "blueprint:file:/opt/deploy/routes.xml, routes, routes.xml",
        "file:/opt/deploy/a%20b-1.jar, a b, a b-1.jar",
        "jardir:/opt/deploy/orders/, orders, orders",
        "inputstream:whatever, com.acme.bundle, com.acme.bundle/1.0.0",
    })
    void name_comesFromTheArchive(String location, String application, String deployment) {
        var bundle = FakeBundle.at(location, Map.of());
        assertThat(BundleNames.application(bundle)).isEqualTo(application);
        assertThat(BundleNames.deployment(bundle)).isEqualTo(deployment);
    }

    @Test
    void header_isStronger() {
        var bundle = FakeBundle.at("mvn:com.acme/orders/2.1", Map.of(BundleNames.HEADER, " Order book "));
        assertThat(BundleNames.application(bundle)).isEqualTo("Order book");
    }
}
