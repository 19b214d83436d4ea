package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/** What the Galleon feature pack says of this extension. Maven runs tests in the folder of their module. */
class FeaturePackTest {
    private static final Path FEATURE = Path.of("../../feature/wildfly");
    private static final Path PACK = FEATURE.resolve("galleon/src/main/pack");
    private static final List<String> SETTINGS =
            Arrays.stream(Setting.values()).map(SettingAttributes::name).toList();

    @Test
    void feature_hasEverySetting() throws Exception {
        Element feature = parse(PACK.resolve("features/subsystem.blackfire-conprof/spec.xml"));
        assertThat(names(feature, "param", param -> param.getAttribute("nillable")
                        .equals("true")))
                .isEqualTo(SETTINGS);
        assertThat(elements(feature, "elem").stream()
                        .filter(elem -> elem.getAttribute("name").equals("op-params"))
                        .map(elem -> elem.getAttribute("value")))
                .containsExactly(String.join(",", SETTINGS));
    }

    @Test
    void package_bringsTheModulesThatAreRequired() throws Exception {
        Element module = parse(FEATURE.resolve("src/main/server/modules/io/blackfire/conprof/main/module.xml"));
        List<String> required =
                names((Element) module.getElementsByTagName("dependencies").item(0), "module", dependency -> dependency
                        .getAttribute("optional")
                        .isEmpty());
        assertThat(names(parse(PACK.resolve("packages/io.blackfire.conprof/package.xml")), "package", any -> true))
                .isEqualTo(required.stream()
                        .filter(name -> !name.startsWith("java.") && !name.equals("org.jboss.modules"))
                        .toList());
    }

    private static Element parse(Path file) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private static List<String> names(Element parent, String tag, Predicate<Element> wanted) {
        return elements(parent, tag).stream()
                .filter(wanted)
                .map(element -> element.getAttribute("name"))
                .toList();
    }

    private static List<Element> elements(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
