package io.blackfire.conprof.payara.command;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.glassfish.api.Param;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Setting;
import io.blackfire.conprof.payara.SettingAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class SettingParametersTest {

    @Test
    void everySetting_isAParameterThatMayBeLeftOut() {
        List<Param> parameters = Arrays.stream(SettingParameters.class.getDeclaredFields())
                .map(field -> field.getAnnotation(Param.class))
                .toList();
        assertThat(parameters)
                .allMatch(Param::optional)
                .extracting(Param::name)
                .containsExactlyElementsOf(Arrays.stream(Setting.values())
                        .map(SettingAttributes::name)
                        .toList());
    }

    @Test
    void whatStandsForASecret_changesNothing() throws ReflectiveOperationException {
        SettingParameters parameters = new SettingParameters();
        set(parameters, "serverToken", "***");
        set(parameters, "period", " 30s ");
        set(parameters, "labels", "");
        assertThat(parameters.given()).isEqualTo(Map.of("period", "30s", "labels", ""));
    }

    private static void set(SettingParameters parameters, String field, String value)
            throws ReflectiveOperationException {
        Field found = SettingParameters.class.getDeclaredField(field);
        found.setAccessible(true);
        found.set(parameters, value);
    }
}
