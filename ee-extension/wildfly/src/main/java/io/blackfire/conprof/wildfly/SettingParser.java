package io.blackfire.conprof.wildfly;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.AttributeParser;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ValueExpression;

/**
 * Reads a setting from XML. A value that somebody has typed there and that is not valid would be a reason for the server
 * not to start. So it goes into the model, and back into the file, as an expression does: judged when it is put in force, and
 * refused there.
 */
final class SettingParser extends AttributeParser {
    static final SettingParser INSTANCE = new SettingParser();

    private SettingParser() {}

    @Override
    public void parseAndSetParameter(
            AttributeDefinition attribute, String value, ModelNode operation, XMLStreamReader reader) {
        ModelNode parameter = operation.get(attribute.getName());
        try {
            parameter.set(parse(attribute, value, reader));
        } catch (XMLStreamException | IllegalArgumentException e) {
            parameter.set(new ValueExpression(value));
        }
    }
}
