package io.blackfire.conprof.payara;

import java.beans.PropertyChangeEvent;
import java.util.List;

import org.jvnet.hk2.config.TransactionListener;
import org.jvnet.hk2.config.UnprocessedChangeEvents;

/** Says when a configuration of ours has changed, whoever changed it; that it is new or gone as well. */
final class ConfigurationChanges implements TransactionListener {
    private final Runnable changed;

    ConfigurationChanges(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void transactionCommited(List<PropertyChangeEvent> changes) {
        if (changes.stream().anyMatch(ConfigurationChanges::ours)) {
            changed.run();
        }
    }

    @Override
    public void unprocessedTransactedEvents(List<UnprocessedChangeEvents> changes) {
        // no change of ours needs a restart
    }

    private static boolean ours(PropertyChangeEvent change) {
        return change.getSource() instanceof ConprofConfiguration
                || change.getNewValue() instanceof ConprofConfiguration
                || change.getOldValue() instanceof ConprofConfiguration;
    }
}
