package io.blackfire.conprof.wildfly;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.AttributeParser;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.Setting;

/**
 * Reads a setting from XML. A value that somebody has typed there and that is not valid is told and left out: to the
 * server it would be a reason not to start.
 */
final class SettingParser extends AttributeParser {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Setting setting;

    SettingParser(Setting setting) {
        this.setting = setting;
    }

    @Override
    public void parseAndSetParameter(
            AttributeDefinition attribute, String value, ModelNode operation, XMLStreamReader reader) {
        try {
            operation.get(attribute.getName()).set(parse(attribute, value, reader));
        } catch (XMLStreamException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}={1} in line {2} of the configuration refused and left out: {3}",
                    attribute.getName(),
                    setting.shown(value),
                    Integer.toString(reader.getLocation().getLineNumber()),
                    SettingValidator.reason(setting, value));
        }
    }
}
