package io.blackfire.conprof.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.harness.proto.ProfileProto;
import io.blackfire.conprof.harness.proto.ProfileProto.Function;
import io.blackfire.conprof.harness.proto.ProfileProto.Label;
import io.blackfire.conprof.harness.proto.ProfileProto.Line;
import io.blackfire.conprof.harness.proto.ProfileProto.Location;
import io.blackfire.conprof.harness.proto.ProfileProto.Profile;

/** Follows the references inside a profile: samples to locations to functions to strings. */
final class Resolver {
    private final Profile profile;
    private List<Sample> samples;

    Resolver(Profile profile) {
        this.profile = profile;
    }

    String text(long index) {
        if (index < 0 || index >= profile.getStringTableCount()) {
            throw new InvalidPprof("string " + index + " does not exist");
        }
        return profile.getStringTable((int) index);
    }

    synchronized List<Sample> samples() {
        if (samples == null) {
            samples = resolve();
        }
        return samples;
    }

    private List<Sample> resolve() {
        Map<Long, Function> functions = new HashMap<>();
        profile.getFunctionList().forEach(function -> functions.put(function.getId(), function));
        Map<Long, List<Frame>> frames = new HashMap<>();
        for (Location location : profile.getLocationList()) {
            frames.put(
                    location.getId(),
                    location.getLineList().stream()
                            .map(line -> frame(line, functions))
                            .toList());
        }
        return profile.getSampleList().stream()
                .map(sample -> sample(sample, frames))
                .toList();
    }

    private Frame frame(Line line, Map<Long, Function> functions) {
        Function function = found(functions, line.getFunctionId(), "function");
        return new Frame(text(function.getName()), text(function.getFilename()), line.getLine());
    }

    private Sample sample(ProfileProto.Sample sample, Map<Long, List<Frame>> frames) {
        var stack = new ArrayList<Frame>();
        sample.getLocationIdList().forEach(id -> stack.addAll(found(frames, id, "location")));
        var labels = new LinkedHashMap<String, String>();
        var numbers = new LinkedHashMap<String, Long>();
        for (Label label : sample.getLabelList()) {
            if (label.getStr() != 0) {
                labels.put(text(label.getKey()), text(label.getStr()));
            } else {
                numbers.put(text(label.getKey()), label.getNum());
            }
        }
        return new Sample(new Stack(stack), sample.getValueList(), labels, numbers);
    }

    private static <T> T found(Map<Long, T> things, long id, String what) {
        T thing = things.get(id);
        if (thing == null) {
            throw new InvalidPprof(what + " " + id + " does not exist");
        }
        return thing;
    }
}
