package io.blackfire.conprof.ee.app;

import java.util.concurrent.CompletableFuture;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;

/** Works when its timer fires. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class BurnTimer {
    @Resource
    private TimerService timers;

    private volatile CompletableFuture<Long> result;

    /** For the container. */
    public BurnTimer() {}

    /** Lets the timer fire now; the result comes when it has worked. */
    public CompletableFuture<Long> fire(int units) {
        result = new CompletableFuture<>();
        timers.createSingleActionTimer(1, new TimerConfig(units, false));
        return result;
    }

    /** For the container. */
    @Timeout
    public void work(Timer timer) {
        result.complete(Burner.work((Integer) timer.getInfo()));
    }
}
