package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.ExpressionResolver;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.SimpleAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.Setting;

/** An attribute that does not tell what an expression stands for when it refuses that: it may be a secret. */
final class SettingAttribute extends SimpleAttributeDefinition {
    private final Setting setting;

    SettingAttribute(Setting setting, SimpleAttributeDefinitionBuilder builder) {
        super(builder);
        this.setting = setting;
    }

    @Override
    public ModelNode resolveValue(ExpressionResolver resolver, ModelNode value) throws OperationFailedException {
        if (value.getType() != ModelType.EXPRESSION) {
            return super.resolveValue(resolver, value);
        }
        ModelNode resolved = resolver.resolveExpressions(value.clone());
        SettingValidator.require(setting, resolved.asString(), value.asString());
        return resolved;
    }
}
