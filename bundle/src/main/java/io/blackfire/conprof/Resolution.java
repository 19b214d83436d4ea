package io.blackfire.conprof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.blackfire.conprof.ProfilerConfig.Problem;
import io.blackfire.conprof.ProfilerConfig.Source;

/** One resolution of all settings: from where each value comes, what is refused on the way. Used once. */
final class Resolution {
    private final Map<String, String> admin;
    private final Map<String, String> expressions;
    private final ProfilerConfig before;
    private final UnaryOperator<String> properties;
    private final UnaryOperator<String> environment;

    private final Map<Setting, Object> values = new EnumMap<>(Setting.class);
    private final Map<Setting, Source> sources = new EnumMap<>(Setting.class);
    private final Map<Setting, String> shown = new EnumMap<>(Setting.class);
    private final List<Problem> problems = new ArrayList<>();

    Resolution(
            Map<String, String> admin,
            Map<String, String> expressions,
            ProfilerConfig before,
            UnaryOperator<String> properties,
            UnaryOperator<String> environment) {
        this.admin = admin;
        this.expressions = expressions;
        this.before = before;
        this.properties = properties;
        this.environment = environment;
    }

    ProfilerConfig config() {
        List<Problem> refused = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            resolve(setting, refused);
        }
        ProfilerConfig config = new ProfilerConfig(values, sources, shown, List.of());
        for (Problem problem : refused) {
            String kept = config.text(setting(problem.kept()));
            problems.add(new Problem(problem.key(), problem.value(), problem.reason(), kept.isEmpty() ? "none" : kept));
        }
        for (String key : admin.keySet()) {
            if (Setting.withKey(key).isEmpty()) {
                problems.add(
                        new Problem(key, ProfilerConfig.HIDDEN, "there is no such setting", "the settings there are"));
            }
        }
        return new ProfilerConfig(values, sources, shown, problems);
    }

    private static Setting setting(String key) {
        return Setting.withKey(key).orElseThrow();
    }

    private void resolve(Setting setting, List<Problem> refused) {
        int refusedBefore = refused.size();
        String expression = expressions.get(setting.key());
        String typed = admin.get(setting.key());
        if (expression != null && typed == null) {
            refused.add(new Problem(
                    setting.key(), setting.shown(expression), "the expression cannot be resolved", setting.key()));
        } else if (accepts(setting, setting.key(), typed, expression, Source.ADMIN, refused)) {
            return;
        }
        boolean badAdminValue = refused.size() > refusedBefore;
        if (badAdminValue && before != null && before.source(setting) == Source.ADMIN) {
            before.copy(setting, values, shown);
            sources.put(setting, Source.ADMIN);
            return;
        }
        String property = setting.property();
        if (accepts(setting, property, properties.apply(property), null, Source.SYSTEM_PROPERTY, refused)) {
            return;
        }
        for (String variable : setting.environment()) {
            if (accepts(setting, variable, environment.apply(variable), null, Source.ENVIRONMENT, refused)) {
                return;
            }
        }
        setting.defaultText().ifPresent(text -> values.put(setting, setting.parse(text)));
        sources.put(setting, Source.DEFAULT);
    }

    /** Problems keep the setting's key, in the place of what is in force instead, until that is known. */
    private boolean accepts(
            Setting setting, String key, String text, String expression, Source source, List<Problem> refused) {
        if (text == null || text.isBlank()) {
            return false;
        }
        try {
            values.put(setting, setting.parse(text));
            sources.put(setting, source);
            if (expression != null) {
                shown.put(setting, setting.shown(expression));
            }
            return true;
        } catch (IllegalArgumentException e) {
            String typed = setting.shown(expression == null ? text : expression);
            refused.add(new Problem(key, typed, e.getMessage(), setting.key()));
            return false;
        }
    }
}
