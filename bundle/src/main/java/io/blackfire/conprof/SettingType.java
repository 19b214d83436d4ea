package io.blackfire.conprof;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of a setting becomes a value. Every parser throws IllegalArgumentException with the reason alone. */
record SettingType(String name, List<String> choices, Function<String, Object> parser) {
    /** Of a URI that names none. */
    private static final int NO_PORT = -1;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h)?");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)\\s*%?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|K|KB|KIB|M|MB|MIB|G|GB|GIB)?");

    static final SettingType BOOLEAN = choice("boolean", List.of("true", "false"), "true"::equals);
    static final SettingType TEXT = of("text", SettingType::text);
    static final SettingType SECRET = of("secret", SettingType::text);
    static final SettingType SOCKET = of("socket", SettingType::socket);
    static final SettingType LABELS = of("labels", SettingType::labels);
    static final SettingType DIMENSIONS = of("dimensions", SettingType::dimensions);
    static final SettingType GLOBS = of("globs", SettingType::globs);
    static final SettingType DEPLOYMENT_LABELS = of("deployment labels", SettingType::deploymentLabels);

    Object parse(String text) {
        return parser.apply(text);
    }

    static <E extends Enum<E>> SettingType choice(Class<E> constants) {
        List<String> keys = Arrays.stream(constants.getEnumConstants())
                .map(SettingType::key)
                .toList();
        return choice("choice", keys, text -> constants.getEnumConstants()[keys.indexOf(text)]);
    }

    static SettingType duration(Duration least, Duration most) {
        return of("duration", text -> {
            Duration value = duration(text);
            require(
                    value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                    "must be between " + show(least) + " and " + show(most));
            return value;
        });
    }

    static SettingType number(int least, int most) {
        return of("number", text -> {
            require(text.matches("\\d{1,9}"), "must be a whole number");
            int value = Integer.parseInt(text);
            require(value >= least && value <= most, "must be between " + least + " and " + most);
            return value;
        });
    }

    static SettingType percent(double least, double most) {
        return of("percentage", text -> {
            Matcher percent = PERCENT.matcher(text);
            require(percent.matches(), "must be a percentage, for instance 1% or 0.5%");
            double value = Double.parseDouble(percent.group(1));
            require(value >= least && value <= most, "must be between " + show(least) + " and " + show(most));
            return value;
        });
    }

    /** A percentage as users type it. */
    static String show(double percent) {
        return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString() + "%";
    }

    static SettingType size(long leastBytes, long mostBytes) {
        return of("size", text -> {
            Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
            require(size.matches(), "must be a number of bytes, KiB, MiB or GiB, for instance 512KiB");
            int shift = size.group(2) == null
                    ? 0
                    : 10 * "BKMG".indexOf(size.group(2).charAt(0));
            long count = Long.parseLong(size.group(1));
            require(
                    count <= mostBytes >> shift && count << shift >= leastBytes,
                    "must be between " + leastBytes + " and " + mostBytes + " bytes");
            return count << shift;
        });
    }

    /** A duration as users type it: a number of seconds, or 500ms, 45s, 2m, 1h, or ISO 8601 (PT45S). */
    static Duration duration(String text) {
        Matcher plain = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (plain.matches()) {
            long count = Long.parseLong(plain.group(1));
            return switch (plain.group(2) == null ? "s" : plain.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofSeconds(count);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a duration, for instance 45s, 500ms, 2m or PT45S", e);
        }
    }

    /** A duration as users type it. */
    static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** How an enum constant is typed: {@code per-deployment}. */
    static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static SettingType of(String name, Function<String, Object> parser) {
        return new SettingType(name, List.of(), parser);
    }

    private static SettingType choice(String name, List<String> choices, Function<String, Object> parser) {
        return new SettingType(name, choices, text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            require(choices.contains(lower), "must be " + String.join(" or ", choices));
            return parser.apply(lower);
        });
    }

    private static Object text(String text) {
        require(!text.isEmpty(), "must not be empty");
        require(text.chars().noneMatch(Character::isISOControl), "must not contain control characters");
        return text;
    }

    private static Object socket(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URI: " + e.getReason(), e);
        }
        boolean credentials =
                uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
        require(!credentials, "must not contain credentials; use server-id and server-token");
        require(uri.getRawQuery() == null && uri.getRawFragment() == null, "must not contain a query or a fragment");
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        switch (scheme) {
            case "unix" ->
                require(
                        uri.getRawAuthority() == null
                                && uri.getPath() != null
                                && uri.getPath().length() > 1,
                        "must name an absolute path, for instance unix:///var/run/blackfire/agent.sock");
            case "tcp" ->
                require(
                        uri.getHost() != null && port(uri) && uri.getPath().matches("/?"),
                        "must name host and port and no more, for instance tcp://127.0.0.1:8307");
            case "http", "https" ->
                require(
                        uri.getHost() != null && (port(uri) || uri.getPort() == NO_PORT),
                        "must name a host, for instance https://agent:8307");
            default -> throw new IllegalArgumentException("must start with unix://, tcp://, http:// or https://");
        }
        return uri;
    }

    private static boolean port(URI uri) {
        return uri.getPort() > 0 && uri.getPort() < 65536;
    }

    private static Object labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : list(text)) {
            String[] keyAndValue = split(label, ":", "must be key:value,key:value");
            require(labels.put(keyAndValue[0], keyAndValue[1]) == null, "must not name one key twice");
        }
        return Collections.unmodifiableMap(labels);
    }

    private static Object globs(String text) {
        List<String> globs = list(text);
        require(text.isEmpty() || !globs.isEmpty(), "must name at least one deployment");
        return globs;
    }

    private static Object deploymentLabels(String text) {
        String form = "must be deployment:label=value,deployment:label=value";
        Map<String, Map<String, String>> byGlob = new LinkedHashMap<>();
        for (String entry : list(text)) {
            String[] globAndLabel = split(entry, ":", form);
            String[] keyAndValue = split(globAndLabel[1], "=", form);
            Map<String, String> labels = byGlob.computeIfAbsent(globAndLabel[0], glob -> new LinkedHashMap<>());
            require(
                    labels.put(keyAndValue[0], keyAndValue[1]) == null,
                    "must not name one label of a deployment twice");
        }
        return Collections.unmodifiableMap(byGlob);
    }

    private static Object dimensions(String text) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        for (String key : list(text)) {
            dimensions.add(Arrays.stream(Dimension.values())
                    .filter(dimension -> dimension.key().equals(key))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("must be a list of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(Dimension.values())
                                            .map(Dimension::key)
                                            .toList()))));
        }
        require(!dimensions.isEmpty(), "must name at least one dimension");
        return Collections.unmodifiableSet(dimensions);
    }

    /** The entries between commas; {@code \,} is a comma inside an entry. */
    private static List<String> list(String text) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ',') {
                if (!entry.toString().isBlank()) {
                    entries.add(entry.toString().strip());
                }
                entry.setLength(0);
            } else if (text.startsWith("\\,", i) || text.startsWith("\\\\", i)) {
                entry.append(text.charAt(++i));
            } else {
                entry.append(text.charAt(i));
            }
        }
        return List.copyOf(entries);
    }

    private static String[] split(String text, String separator, String form) {
        int at = text.indexOf(separator);
        require(at > 0, form);
        String[] parts = {text.substring(0, at).strip(), text.substring(at + 1).strip()};
        require(!parts[0].isEmpty() && !parts[1].isEmpty(), form);
        return parts;
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
    }
}
