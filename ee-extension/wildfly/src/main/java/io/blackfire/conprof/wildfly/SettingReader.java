package io.blackfire.conprof.wildfly;

import java.util.Optional;
import java.util.function.Supplier;

import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationStepHandler;
import org.jboss.as.controller.PathAddress;
import org.jboss.as.controller.descriptions.ModelDescriptionConstants;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.Setting;

/**
 * Reads a setting. Where it is left undefined here and the caller wants defaults, tells what is in force instead: a system
 * property or the environment may say otherwise than the default.
 */
final class SettingReader implements OperationStepHandler {
    private final Setting setting;
    private final Supplier<ServerProfiler> profiler;

    SettingReader(Setting setting, Supplier<ServerProfiler> profiler) {
        this.setting = setting;
        this.profiler = profiler;
    }

    @Override
    public void execute(OperationContext context, ModelNode operation) {
        ModelNode own = context.readResource(PathAddress.EMPTY_ADDRESS, false)
                .getModel()
                .get(SettingAttributes.name(setting));
        context.getResult().set(own.isDefined() || !wantsDefaults(operation) ? own : otherwise());
    }

    private static boolean wantsDefaults(ModelNode operation) {
        return !operation.hasDefined(ModelDescriptionConstants.INCLUDE_DEFAULTS)
                || operation.get(ModelDescriptionConstants.INCLUDE_DEFAULTS).asBoolean();
    }

    private ModelNode otherwise() {
        ServerProfiler running = profiler.get();
        Optional<String> inForce = running == null || setting.secret()
                ? setting.defaultText()
                : Optional.of(running.profiler().status().config().text(setting));
        return inForce.map(text -> SettingAttributes.node(setting, text)).orElseGet(ModelNode::new);
    }
}
