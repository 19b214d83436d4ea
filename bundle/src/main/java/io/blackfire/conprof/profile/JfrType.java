package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A type of a recording, as its metadata describe it, and how values of it are read. */
final class JfrType {
    /** How deep types may be within types; async-profiler's are one in another. */
    private static final int DEEPEST = 8;

    private record Field(String name, int type, boolean constant, boolean array) {}

    private enum Form {
        VARINT,
        BYTE,
        FLOAT,
        DOUBLE,
        TEXT,
        STRUCT
    }

    final String name;
    private final List<Field> fields = new ArrayList<>();
    // by field, once all types are known
    private Form[] forms;
    private JfrType[] structs;
    private JfrValues.Slot[] slots;

    JfrType(String name) {
        this.name = name;
    }

    void field(String fieldName, int type, boolean constant, boolean array) {
        fields.add(new Field(fieldName, type, constant, array));
    }

    int fields() {
        return fields.size();
    }

    /** Finds out once what its fields are. */
    void resolve(LongMap<JfrType> types) throws CorruptJfr {
        Form[] resolved = new Form[fields.size()];
        structs = new JfrType[resolved.length];
        slots = new JfrValues.Slot[resolved.length];
        for (int i = 0; i < resolved.length; i++) {
            Field field = fields.get(i);
            JfrType type = types.get(field.type);
            // nothing would be read of a value without fields, so there could be any number of them
            if (type == null || !field.constant && type.form() == Form.STRUCT && type.fields.isEmpty()) {
                throw new CorruptJfr("a field of no type");
            }
            resolved[i] = field.constant ? Form.VARINT : type.form();
            structs[i] = type;
            slots[i] = field.array ? null : JfrValues.slot(field.name);
        }
        forms = resolved;
    }

    /** Whether it has fields for these. */
    boolean has(Set<JfrValues.Slot> wanted) {
        return Arrays.asList(slots).containsAll(wanted);
    }

    private Form form() {
        return switch (name) {
            case "boolean", "byte" -> Form.BYTE;
            case "char", "short", "int", "long" -> Form.VARINT;
            case "float" -> Form.FLOAT;
            case "double" -> Form.DOUBLE;
            case "java.lang.String" -> Form.TEXT;
            default -> Form.STRUCT;
        };
    }

    /** Reads one value; of its fields those that {@link JfrValues} has a slot for are kept there. */
    void read(JfrBytes in, JfrValues into) throws IOException, CorruptJfr {
        read(in, into, DEEPEST);
    }

    private void read(JfrBytes in, JfrValues into, int deeper) throws IOException, CorruptJfr {
        if (deeper == 0) {
            throw new CorruptJfr("a type within itself");
        }
        for (int i = 0; i < forms.length; i++) {
            JfrValues.Slot slot = slots[i];
            if (fields.get(i).array) {
                for (int left = in.count(1); left > 0; left--) {
                    value(in, into, i, null, deeper);
                }
            } else {
                value(in, into, i, slot, deeper);
            }
        }
    }

    private void value(JfrBytes in, JfrValues into, int field, JfrValues.Slot slot, int deeper)
            throws IOException, CorruptJfr {
        switch (forms[field]) {
            case VARINT -> into.set(slot, in.varlong());
            case BYTE -> into.set(slot, in.u1());
            case FLOAT -> in.u4();
            case DOUBLE -> in.u8();
            case TEXT -> into.set(slot, in.text());
            case STRUCT -> structs[field].read(in, into, deeper - 1);
        }
    }
}
