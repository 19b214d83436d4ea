package io.blackfire.conprof.ee.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Works for others. */
@Stateless
public class RemoteWorkBean implements RemoteWork {
    @Resource
    private TransactionSynchronizationRegistry transactions;

    /** For the container. */
    public RemoteWorkBean() {}

    @Override
    public long work(int units) {
        return Burner.work(units);
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void workAtCommit(int units) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                Burner.work(units);
            }

            @Override
            public void afterCompletion(int status) {
                // it was committed
            }
        });
    }
}
