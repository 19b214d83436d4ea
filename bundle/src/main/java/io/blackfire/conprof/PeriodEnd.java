package io.blackfire.conprof;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.agent.DeliveryStatus;
import io.blackfire.conprof.agent.Upload;
import io.blackfire.conprof.agent.Uploader;
import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.ClassOwnership;
import io.blackfire.conprof.attribution.LiveOwners;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.PeriodSpans;
import io.blackfire.conprof.attribution.Surroundings;
import io.blackfire.conprof.attribution.ThreadEvidence;
import io.blackfire.conprof.profile.Application;
import io.blackfire.conprof.profile.Conversion;
import io.blackfire.conprof.profile.Converter;
import io.blackfire.conprof.profile.Profile;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.thread.OwnCpu;

/** From a finished recording to uploads: attribution, conversion, hand-over, and what it all cost. */
final class PeriodEnd {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final ServerInfo server;
    private final DeploymentRegistry deployments;
    private final Uploader uploader;
    private final Ledger ledger;
    private final Sampler sampler;
    private final ThreadEvidence threads = new ThreadEvidence();
    private final LiveOwners liveOwners = new LiveOwners();
    private final OwnCpu ownCpu = new OwnCpu();
    private final Throttle throttle;
    private ClassOwnership ownership;

    /**
     * @param sampler numbers the profiles of each application, and learns what recordings lack
     * @param throttle learns what periods cost
     */
    PeriodEnd(
            ServerInfo server,
            DeploymentRegistry deployments,
            Uploader uploader,
            Ledger ledger,
            Sampler sampler,
            Throttle throttle) {
        this.server = server;
        this.deployments = deployments;
        this.uploader = uploader;
        this.ledger = ledger;
        this.sampler = sampler;
        this.throttle = throttle;
    }

    /** Converts the recording and hands its profiles to delivery; whether that worked. */
    boolean process(ProfilerConfig config, Recording recording, Map<Long, Owner> contextLoaders, PeriodSpans spans) {
        long begin = System.nanoTime();
        try {
            List<Owner> owners = deployments.owners();
            Map<String, Owner> aliases = deployments.aliases();
            Surroundings surroundings = deployments.surroundings();
            if (ownership == null || !ownership.of(owners, aliases, surroundings)) {
                ownership = new ClassOwnership(owners, aliases, surroundings);
                threads.reconsider();
            }
            liveOwners.settle(owners, aliases);
            Naming naming = new Naming(config, server, owners);
            Attribution attribution = new Attribution(ownership, contextLoaders, threads, spans);
            Conversion conversion = Converter.convert(recording, attribution, liveOwners, naming::shareOf);
            long uploadBytes = 0;
            for (Profile profile : conversion.profiles()) {
                String name = profile.application().name();
                ledger.profile(profile.application(), config.shownName(name), profile.samples());
                submit(recording, profile);
                uploadBytes += profile.pprof().length;
            }
            String engine = engine(recording, conversion);
            if (conversion.lostBytes() > 0) {
                damaged(conversion.lostBytes(), recording.bytes());
            } else {
                sampler.learn(recording, engine, conversion.cpuThreads());
            }
            if (!engine.isEmpty() && !engine.equals(ledger.cpuEngine())) {
                LOG.log(System.Logger.Level.INFO, "CPU is sampled by {0}", engine);
            }
            ProfilerStatus.Cost cost = cost(recording, conversion, uploadBytes, System.nanoTime() - begin);
            ledger.period(recording.plan(), throttle.lowered(recording.plan(), config), engine, cost);
            throttle.learnRoom(recording.metrics().room(), recording.plan());
            throttle.learn(cost, recording.plan(), config);
            return true;
        } catch (IOException e) {
            lost(e.getMessage());
            return false;
        } catch (RuntimeException | Error e) {
            // one period is lost, not all that follow
            LOG.log(System.Logger.Level.DEBUG, "Cannot process a period", e);
            lost(e.toString());
            return false;
        }
    }

    /** What drove CPU sampling; empty when nothing did. */
    private String engine(Recording recording, Conversion conversion) {
        if (!recording.plan().dimensions().contains(Dimension.CPU_TIME)) {
            // async-profiler has a name for none, too
            return "";
        }
        // it is said where a session begins, and stays with it
        return recording.events().first() ? conversion.engine() : ledger.cpuEngine();
    }

    /** A period's recording could not be had or read. */
    void lost(String why) {
        boolean news = ledger.lostRecording(String.valueOf(why));
        LOG.log(
                news ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "Blackfire profiler lost a period: {0}",
                why);
    }

    private void damaged(long lostBytes, long bytes) {
        boolean news = ledger.damagedRecording();
        LOG.log(
                news ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "Blackfire profiler could not read {0} of the {1} bytes of the recording of a period; perhaps the disk was full",
                lostBytes,
                bytes);
    }

    /** Lets go of deployments whose last period was processed. */
    void forget(List<Owner> removed) {
        threads.endPeriod(removed, deployments.owners());
        liveOwners.forget(removed);
        if (!removed.isEmpty()) {
            deployments.forget(removed);
            ownership = null;
        }
    }

    /** Lets go of all deployments: there is no period to process. */
    void clear() {
        threads.clear();
        liveOwners.clear();
        ownership = null;
    }

    private void submit(Recording recording, Profile profile) {
        Application application = profile.application();
        uploader.submit(new Upload(
                application.name(),
                labels(application, recording),
                recording.start(),
                recording.end(),
                sampler.nextNumber(application.name()),
                profile.pprof()));
    }

    /** With how often it was really sampled, where that is not what somebody set. */
    private static Map<String, String> labels(Application application, Recording recording) {
        String rates = recording.plan().rates();
        if (rates.isEmpty()) {
            return application.labels();
        }
        Map<String, String> labels = new LinkedHashMap<>(application.labels());
        labels.putIfAbsent("sampling", rates);
        return labels;
    }

    private ProfilerStatus.Cost cost(Recording recording, Conversion conversion, long uploadBytes, long conversionNanos)
            throws IOException {
        DeliveryStatus delivery = uploader.status();
        return new ProfilerStatus.Cost(
                Duration.between(recording.start(), recording.end()),
                recording.gap(),
                conversion.samples(),
                recording.metrics().skipped(),
                conversion.unattributed(),
                recording.ownCpu().isZero() ? ownCpu.sinceLast() : recording.ownCpu(),
                recording.metrics().stackWalking(),
                Duration.ofNanos(conversionNanos),
                recording.bytes(),
                uploadBytes,
                ownership.heapBytes() + liveOwners.heapBytes() + delivery.pendingBytes(),
                recording.metrics().bytes());
    }
}
