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
        try {
            setting.parse(value.asString());
        } catch (IllegalArgumentException e) {
            String shown = setting.secret() ? "***" : value.asString();
            throw new OperationFailedException(parameterName + "=" + shown + " refused: " + e.getMessage());
        }
    }
}
