package io.blackfire.conprof.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tags of an event, in the order sent; of a key that is there more than once, the last value counts.
 *
 * @param keys all keys, repeated as sent
 * @param values the values by key
 */
record Tags(List<String> keys, Map<String, String> values) {
    static Tags parse(String text) throws Violation {
        var keys = new ArrayList<String>();
        var values = new LinkedHashMap<String, String>();
        for (String tag : text.split(",", -1)) {
            int colon = tag.indexOf(':');
            Violation.require(colon > 0, "tags_profiler: \"" + tag + "\" is not key:value");
            keys.add(tag.substring(0, colon));
            values.put(tag.substring(0, colon), tag.substring(colon + 1));
        }
        return new Tags(List.copyOf(keys), Collections.unmodifiableMap(values));
    }
}
