package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The metadata of a chunk: which number stands for which type, and what fields it has. */
final class JfrTypes {
    private static final int NONE = -1;

    /**
     * @param type number of its type
     * @param pooled whether an identifier stands for its value
     */
    record Field(String name, int type, boolean pooled) {}

    record Type(String name, List<Field> fields) {}

    private final Map<Integer, Type> byId = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();

    /** Reads the metadata event at this position. */
    JfrTypes(JfrInput in, long position) throws IOException {
        in.seek(position);
        in.skipNumbers(5); // size, type, start, duration, identifier
        String[] strings = new String[in.count()];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = in.string();
        }
        readElement(in, strings, new ArrayList<>());
    }

    /** The type's number; one that no type has when there is no such type. */
    int id(String name) {
        return ids.getOrDefault(name, NONE);
    }

    Type type(int id) throws IOException {
        Type type = byId.get(id);
        if (type == null) {
            throw new IOException("no type has the number " + id);
        }
        return type;
    }

    /** Whether its value stands there as a string; else it is a number or an identifier. */
    boolean text(Field field) {
        return !field.pooled() && field.type() == id("java.lang.String");
    }

    private void readElement(JfrInput in, String[] strings, List<Field> siblings) throws IOException {
        String element = strings[in.varint()];
        Map<String, String> attributes = new HashMap<>();
        for (int i = in.count(); i > 0; i--) {
            attributes.put(strings[in.varint()], strings[in.varint()]);
        }
        List<Field> fields = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            readElement(in, strings, fields);
        }
        if (element.equals("class")) {
            String name = attributes.get("name");
            int id = Integer.parseInt(attributes.get("id"));
            byId.put(id, new Type(name, fields));
            ids.put(name, id);
        } else if (element.equals("field")) {
            int type = Integer.parseInt(attributes.get("class"));
            siblings.add(new Field(attributes.get("name"), type, "true".equals(attributes.get("constantPool"))));
        }
    }
}
