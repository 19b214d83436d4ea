package io.blackfire.conprof.profile;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.sampling.ChildJvm;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingPlan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What the tracker of the live heap samples, where there is much of it or what it refers to goes. */
@EnabledOnOs(OS.LINUX)
class HeapSamplesTest {
    /** survivors.h, period.h */
    private static final int MOST = 1 << 15;

    private static final int OBJECTS = 100_000;

    @TempDir
    private Path folder;

    private static SamplingPlan plan(long intervalBytes) {
        return new SamplingPlan(
                EnumSet.of(Dimension.ALLOCATED_MEMORY, Dimension.ALLOCATIONS, Dimension.HEAP_LIVE_SIZE),
                CpuEngine.TIMER,
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                intervalBytes);
    }

    private static List<WrittenHeap.Sample> period(Sampler sampler) throws Exception {
        try (Recording recording = sampler.end()) {
            return WrittenHeap.read(recording.heap());
        } finally {
            System.gc();
            sampler.begin(plan(1));
        }
    }

    private static double bytes(List<WrittenHeap.Sample> samples, String method) {
        return samples.stream()
                .filter(sample -> sample.stack().contains(method))
                .mapToDouble(sample -> sample.weight() * sample.sizeBytes())
                .sum();
    }

    /** Has every object sampled, many more than there is room for, and keeps them. */
    static final class Keeping {
        private Keeping() {}

        public static void main(String[] arguments) throws Exception {
            List<Object> kept = new ArrayList<>(2 * OBJECTS);
            try (Sampler sampler = new Sampler("test", Path.of(arguments[0]))) {
                sampler.begin(plan(1));
                for (int i = 0; i < OBJECTS; i++) {
                    kept.add(small());
                    kept.add(large());
                }
                List<WrittenHeap.Sample> first = period(sampler);
                List<WrittenHeap.Sample> second = period(sampler);
                System.out.println(first.size() + " " + second.size());
                for (List<WrittenHeap.Sample> samples : List.of(first, second)) {
                    System.out.println(bytes(samples, "Keeping.small") + " " + bytes(samples, "Keeping.large"));
                }
                System.out.println(kept.size());
            }
        }

        private static Object small() {
            return new byte[8];
        }

        private static Object large() {
            return new byte[984];
        }
    }

    @Test
    void moreThanThereIsRoomFor_isDrawnWithoutBias() throws Exception {
        List<String> output = ChildJvm.run(List.of(), Keeping.class, folder.toString())
                .lines()
                .toList();
        double[][] numbers = output.stream()
                .map(line -> List.of(line.split(" ")).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        assertThat(numbers[0][0]).isLessThanOrEqualTo(MOST);
        assertThat(numbers[0][1]).isLessThanOrEqualTo(2 * MOST);
        for (double[] period : List.of(numbers[1], numbers[2])) {
            assertThat(period[0]).isCloseTo(24.0 * OBJECTS, within(24.0 * OBJECTS * 0.05));
            assertThat(period[1]).isCloseTo(1_000.0 * OBJECTS, within(1_000.0 * OBJECTS * 0.05));
        }
    }

    /** What a class loader of its own has. */
    public static final class Unloaded implements Runnable {
        private static volatile Object sink;

        @Override
        public void run() {
            for (int i = 0; i < 100; i++) {
                sink = new byte[100];
            }
        }
    }

    private static final class Loader extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Unloaded.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Has classes unloaded while their methods are sampled, in periods of many collections. */
    static final class Unloading {
        private Unloading() {}

        public static void main(String[] arguments) throws Exception {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            try (Sampler sampler = new Sampler("test", Path.of(arguments[0]))) {
                sampler.begin(plan(1));
                int samples = 0;
                for (int i = 1; i <= 200; i++) {
                    ClassLoader loader = new Loader();
                    Object unloaded = loader.loadClass(Unloaded.class.getName())
                            .getDeclaredConstructor()
                            .newInstance();
                    ((Runnable) unloaded).run();
                    loaders.add(new WeakReference<>(loader));
                    loader = null;
                    unloaded = null;
                    if (i % 10 == 0) {
                        System.gc();
                    }
                    if (i % 50 == 0) {
                        samples += period(sampler).stream()
                                .filter(sample -> sample.type().equals("[B") && sample.sizeBytes() == 120)
                                .filter(sample -> sample.stack().startsWith(Unloaded.class.getName() + ".run\n"))
                                .count();
                    }
                }
                System.gc();
                System.out.println(samples + " "
                        + loaders.stream().filter(each -> each.get() != null).count());
            }
        }
    }

    @Test
    void unloadedClasses_haveNamesAndAreNotKept() throws Exception {
        String[] output = ChildJvm.run(List.of(), Unloading.class, folder.toString())
                .strip()
                .split(" ");
        // some more of that size may be drawn out
        assertThat(Integer.parseInt(output[0])).isGreaterThan(200 * 100 / 4);
        assertThat(Integer.parseInt(output[1])).isLessThanOrEqualTo(1);
    }
}
