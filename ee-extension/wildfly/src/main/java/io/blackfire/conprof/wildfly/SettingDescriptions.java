package io.blackfire.conprof.wildfly;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

import org.jboss.as.controller.descriptions.SubsystemResourceDescriptionResolver;

import io.blackfire.conprof.Setting;

/** Descriptions of attributes from the settings themselves, of all else from {@code LocalDescriptions.properties}. */
final class SettingDescriptions extends SubsystemResourceDescriptionResolver {

    SettingDescriptions() {
        super(ConprofSubsystemRegistrar.NAME, ConprofSubsystemRegistrar.class);
    }

    @Override
    public String getResourceAttributeDescription(String attribute, Locale locale, ResourceBundle bundle) {
        return setting(attribute)
                .map(SettingDescriptions::text)
                .orElseGet(() -> super.getResourceAttributeDescription(attribute, locale, bundle));
    }

    @Override
    public String getOperationParameterDescription(
            String operation, String parameter, Locale locale, ResourceBundle bundle) {
        return setting(parameter)
                .map(SettingDescriptions::text)
                .orElseGet(() -> super.getOperationParameterDescription(operation, parameter, locale, bundle));
    }

    private static Optional<Setting> setting(String attribute) {
        return Arrays.stream(Setting.values())
                .filter(setting -> SettingAttributes.name(setting).equals(attribute))
                .findAny();
    }

    /** What a setting is, with settings called as attributes are. */
    static String doc(Setting setting) {
        String doc = setting.doc();
        for (Setting other : Setting.values()) {
            doc = doc.replace(other.key(), SettingAttributes.name(other));
        }
        return doc;
    }

    private static String text(Setting setting) {
        String otherwise = setting.defaultText()
                .filter(text -> !text.isEmpty())
                .map(text -> "; " + text + " unless set here")
                .orElse("; unset here");
        return doc(setting) + otherwise + ", by the system property " + setting.property()
                + " or by the environment variable "
                + String.join(" or ", setting.environment()) + "." + form(setting);
    }

    private static String form(Setting setting) {
        return switch (setting.typeName()) {
            case "duration" -> " Typed as 500ms, 45s, 2m or 1h; a number alone is in seconds.";
            case "size" -> " Typed as 4096, 512KiB or 1MiB; a number alone is in bytes.";
            default -> "";
        };
    }
}
