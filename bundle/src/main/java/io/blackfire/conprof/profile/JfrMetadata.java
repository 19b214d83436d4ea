package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The tree of elements in which a chunk describes its types. */
final class JfrMetadata {
    /** How deep elements may be within elements; async-profiler's are five. */
    private static final int DEEPEST = 16;

    private final JfrBytes in;
    private final String[] names;
    private final LongMap<JfrType> types;

    /**
     * @param in where the tree is
     * @param names what its numbers stand for
     * @param types where the types go, by their numbers
     */
    JfrMetadata(JfrBytes in, String[] names, LongMap<JfrType> types) {
        this.in = in;
        this.names = names;
        this.types = types;
    }

    void read() throws IOException, CorruptJfr {
        element(null, DEEPEST);
    }

    private void element(JfrType parent, int deeper) throws IOException, CorruptJfr {
        if (deeper == 0) {
            throw new CorruptJfr("metadata without end");
        }
        String name = name();
        Map<String, String> attributes = new HashMap<>();
        for (int left = in.count(2); left > 0; left--) {
            attributes.put(name(), name());
        }
        JfrType type = null;
        if (name.equals("class")) {
            type = new JfrType(attributes.getOrDefault("name", ""));
            types.put(id(attributes.get("id")), type);
        } else if (name.equals("field") && parent != null) {
            parent.field(
                    attributes.getOrDefault("name", ""),
                    id(attributes.get("class")),
                    "true".equals(attributes.get("constantPool")),
                    attributes.containsKey("dimension"));
        }
        for (int left = in.count(3); left > 0; left--) {
            element(type, deeper - 1);
        }
    }

    private String name() throws IOException, CorruptJfr {
        int index = in.varint();
        if (index < 0 || index >= names.length) {
            throw new CorruptJfr("no name");
        }
        return names[index];
    }

    private static int id(String text) throws CorruptJfr {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CorruptJfr("no number of a type: " + text);
        }
    }
}
