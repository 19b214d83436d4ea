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
        String reason = reason(setting, value.asString());
        if (!reason.isEmpty()) {
            String shown = setting.secret() ? "***" : value.asString();
            throw new OperationFailedException(parameterName + "=" + shown + " refused: " + reason);
        }
    }

    /** Why a value is refused; empty when it is not. */
    static String reason(Setting setting, String value) {
        try {
            setting.parse(value);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
