package io.blackfire.conprof.payara;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.blackfire.conprof.harness.machine.Jdk;

/** Leaves out, and says so, what a machine cannot run: Payara 7 and GlassFish 8 need a newer JDK than we do. */
final class NeedsJdk implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        int feature = Integer.getInteger("payara.jdk");
        return Jdk.any(feature)
                ? ConditionEvaluationResult.enabled("a JDK " + feature + " or later is here")
                : ConditionEvaluationResult.disabled("no JDK " + feature + " or later is here");
    }
}
