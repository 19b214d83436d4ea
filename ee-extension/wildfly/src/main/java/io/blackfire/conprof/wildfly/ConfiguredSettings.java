package io.blackfire.conprof.wildfly;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jboss.as.controller.ExpressionResolver;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.Setting;

/**
 * What the model says, by the settings' keys; what it leaves undefined comes from elsewhere.
 *
 * @param values the values, expressions resolved
 * @param expressions those that are written as expressions, as they are written; one without a value cannot be resolved
 */
record ConfiguredSettings(Map<String, String> values, Map<String, String> expressions) {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** Whatever cannot be resolved is a value that is refused: nothing in the configuration keeps a server from its work. */
    static ConfiguredSettings of(ExpressionResolver resolver, ModelNode model) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            ModelNode typed = model.get(SettingAttributes.name(setting));
            if (!typed.isDefined()) {
                continue;
            }
            if (typed.getType() == ModelType.EXPRESSION) {
                expressions.put(setting.key(), typed.asString());
            }
            try {
                values.put(
                        setting.key(),
                        resolver.resolveExpressions(typed.clone()).asString());
            } catch (OperationFailedException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "Cannot resolve {0}", setting.key());
            }
        }
        return new ConfiguredSettings(values, expressions);
    }

    /**
     * All settings in force.
     *
     * @param before those in force until now, or null
     */
    ProfilerConfig resolve(ProfilerConfig before) {
        return ProfilerConfig.resolve(values, expressions, before);
    }
}
