package io.blackfire.conprof.attribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.ClassSet;

/**
 * Which deployment a class belongs to, by name: recordings have no class loaders. Answers are kept while the deployments
 * stay the same. Not thread-safe.
 */
public final class ClassOwnership {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    // a program that generates classes without end shall not fill the heap
    private static final int MOST_KEPT = 100_000;

    private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

    private final List<Owner> owners;
    private final Map<String, Owner> aliases;
    private final Surroundings surroundings;
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, Owner> markers = new HashMap<>();
    private final Map<String, List<Owner>> packages = new HashMap<>();

    /** Ownership among these deployments; what else there is, is not known. */
    public ClassOwnership(List<Owner> owners) {
        this(owners, Map.of(), Surroundings.UNKNOWN);
    }

    /**
     * Ownership among these deployments, in these surroundings.
     *
     * @param aliases whose further marker frames are, by {@linkplain Markers#id their names}
     */
    public ClassOwnership(List<Owner> owners, Map<String, Owner> aliases, Surroundings surroundings) {
        this.owners = List.copyOf(owners);
        this.aliases = Map.copyOf(aliases);
        markers.putAll(aliases);
        this.surroundings = surroundings;
        for (Owner owner : owners) {
            markers.put(owner.marker(), owner);
            try {
                for (String name : owner.classes().packages()) {
                    packages.computeIfAbsent(name, any -> new ArrayList<>(1)).add(owner);
                }
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                LOG.log(System.Logger.Level.DEBUG, "Cannot list the packages of " + owner.deployment(), e);
            }
        }
    }

    /** Whether it speaks of these very deployments and surroundings. */
    public boolean of(List<Owner> others, Map<String, Owner> otherAliases, Surroundings around) {
        return owners.equals(others) && aliases.equals(otherAliases) && surroundings == around;
    }

    /** Whose span this is; null for those of others. */
    Owner ofSpan(String tag) {
        return markers.get(Markers.idInTag(tag));
    }

    /** What a frame of this class says. */
    public Claim claim(String recordedName) {
        String name = recordedName.replace('/', '.');
        String marker = Markers.idInRecording(name);
        if (marker != null || Markers.entry(name)) {
            // no owner: the way in, or a deployment that was removed in an earlier period and yet still runs
            return Claim.marker(markers.get(marker));
        }
        if (claims.size() >= MOST_KEPT) {
            claims.clear();
        }
        return claims.computeIfAbsent(ClassNames.stable(recordedName), this::decide);
    }

    /**
     * Estimate of the heap that the kept answers take (a name of some 60 characters, a map node, a claim), and of what those
     * keep who are asked.
     */
    public long heapBytes() {
        long bytes = claims.size() * 160L
                + packages.size() * 160L
                + heapBytes(surroundings.server())
                + heapBytes(surroundings.libraries());
        for (Owner owner : owners) {
            bytes += heapBytes(owner.classes());
        }
        return bytes;
    }

    private static long heapBytes(ClassSet classes) {
        try {
            return classes.heapBytes();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot ask for its heap", e);
            return 0;
        }
    }

    private Claim decide(String stable) {
        String origin = ClassNames.origin(stable);
        String packageName = ClassNames.packageOf(origin);
        List<Owner> candidates = packages.getOrDefault(packageName, List.of());
        List<Owner> found = new ArrayList<>(1);
        for (Owner owner : candidates) {
            if (owns(owner, stable, origin)) {
                found.add(owner);
            }
        }
        if (JdkPackages.contains(packageName)) {
            return stable.equals(VIRTUAL_THREAD) ? Claim.CARRIER : Claim.NEUTRAL;
        }
        boolean server = test(surroundings.server(), origin);
        boolean library = test(surroundings.libraries(), origin);
        if (!found.isEmpty() && (server || library)) {
            // one name for two classes
            return Claim.NEUTRAL;
        }
        if (found.isEmpty()) {
            return library && !server ? Claim.LIBRARY : Claim.SERVER;
        }
        Owner last = found.get(found.size() - 1);
        // two lives of one deployment share a profile; the later one is there to stay
        if (!found.stream().allMatch(owner -> owner.deployment().equals(last.deployment()))) {
            return new Claim(Claim.Kind.SHARED, List.copyOf(found));
        }
        return new Claim(last.classes().libraries() ? Claim.Kind.LIBRARY : Claim.Kind.OWNED, List.of(last));
    }

    private static boolean owns(Owner owner, String stable, String origin) {
        return test(owner.classes(), origin) || ClassNames.proxy(stable);
    }

    private static boolean test(ClassSet source, String className) {
        try {
            return source.contains(className);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot ask for " + className, e);
            return false;
        }
    }
}
