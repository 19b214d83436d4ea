package io.blackfire.conprof.wildfly;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import org.jboss.as.controller.SimpleAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.access.management.SensitiveTargetAccessConstraintDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.as.controller.registry.AttributeAccess;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.Setting;

/** Every {@link Setting} as an attribute of the subsystem. */
final class SettingAttributes {
    /** The attributes, in the order of the settings. */
    static final Map<Setting, SimpleAttributeDefinition> ALL = all();

    private SettingAttributes() {}

    /** How an attribute is named: {@code deployments-include}, since a dot is no part of attribute names. */
    static String name(Setting setting) {
        return setting.key().replace('.', '-');
    }

    private static Map<Setting, SimpleAttributeDefinition> all() {
        Map<Setting, SimpleAttributeDefinition> all = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            all.put(setting, attribute(setting));
        }
        return Collections.unmodifiableMap(all);
    }

    private static SimpleAttributeDefinition attribute(Setting setting) {
        SimpleAttributeDefinitionBuilder attribute = SimpleAttributeDefinitionBuilder.create(
                        name(setting), type(setting))
                .setRequired(false)
                .setAllowExpression(true)
                .setMeasurementUnit(unit(setting))
                .setCorrector((value, before) -> stripped(value))
                .setValidator(new SettingValidator(setting))
                .setAttributeParser(SettingParser.INSTANCE)
                .setFlags(AttributeAccess.Flag.RESTART_NONE);
        setting.defaultText()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> attribute.setDefaultValue(node(setting, text)));
        if (setting.secret()) {
            attribute.addAccessConstraint(SensitiveTargetAccessConstraintDefinition.CREDENTIAL);
        }
        if (setting == Setting.AGENT_SOCKET) {
            // where it points to, the token is sent
            attribute.addAccessConstraint(SensitiveTargetAccessConstraintDefinition.SOCKET_CONFIG);
        }
        if (!setting.choices().isEmpty() && type(setting) == ModelType.STRING) {
            attribute.setAllowedValues(setting.choices().toArray(String[]::new));
        }
        return new SettingAttribute(setting, attribute);
    }

    /** What is typed with spaces around it is a number all the same. */
    private static ModelNode stripped(ModelNode value) {
        return value.getType() == ModelType.STRING
                ? new ModelNode(value.asString().strip())
                : value;
    }

    /** A value as the model has it: undefined when it is blank. */
    static ModelNode node(Setting setting, String text) {
        if (text.isBlank()) {
            return new ModelNode();
        }
        return switch (type(setting)) {
            case BOOLEAN -> new ModelNode(Boolean.parseBoolean(text));
            case INT -> new ModelNode(Integer.parseInt(text));
            default -> new ModelNode(text);
        };
    }

    /** The unit of a number alone; durations and sizes may bring their own. */
    private static MeasurementUnit unit(Setting setting) {
        return switch (setting.typeName()) {
            case "duration" -> MeasurementUnit.SECONDS;
            case "size" -> MeasurementUnit.BYTES;
            case "number" -> MeasurementUnit.PER_SECOND;
            default -> MeasurementUnit.NONE;
        };
    }

    private static ModelType type(Setting setting) {
        return switch (setting.typeName()) {
            case "boolean" -> ModelType.BOOLEAN;
            case "number" -> ModelType.INT;
            default -> ModelType.STRING;
        };
    }
}
