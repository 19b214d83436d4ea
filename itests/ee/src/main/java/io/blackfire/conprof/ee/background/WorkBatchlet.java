package io.blackfire.conprof.ee.background;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The one step of a job. */
@Dependent
@Named("work")
public class WorkBatchlet extends AbstractBatchlet {
    private static final BlockingQueue<CompletableFuture<Long>> EXPECTED = new LinkedBlockingQueue<>();

    @Inject
    @BatchProperty
    private String units;

    /** For the container. */
    public WorkBatchlet() {}

    static CompletableFuture<Long> expect() {
        CompletableFuture<Long> result = new CompletableFuture<>();
        EXPECTED.add(result);
        return result;
    }

    @Override
    public String process() {
        EXPECTED.remove().complete(OwnWork.batch(Integer.parseInt(units)));
        return "done";
    }
}
