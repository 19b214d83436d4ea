package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.operations.validation.ParameterValidator;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.Setting;

/** Refuses what the setting refuses, naming key, value and reason. */
final class SettingValidator implements ParameterValidator {
    private final Setting setting;

    SettingValidator(Setting setting) {
        this.setting = setting;
    }

    @Override
    public void validateParameter(String parameterName, ModelNode value) throws OperationFailedException {
        if (!value.isDefined() || value.getType() == ModelType.EXPRESSION) {
            return;
        }
        require(setting, value.asString(), value.asString());
    }

    /**
     * @param typed where the value comes from; what is said of it
     */
    static void require(Setting setting, String value, String typed) throws OperationFailedException {
        try {
            setting.parse(value);
        } catch (IllegalArgumentException e) {
            throw new OperationFailedException(
                    SettingAttributes.name(setting) + "=" + setting.shown(typed) + " refused: " + e.getMessage());
        }
    }
}
