package io.blackfire.conprof.admin;

import java.util.Map;

import io.blackfire.conprof.ProfilerStatus.Delivery;

/** {@link Delivery} with the getters that make it open data. */
public final class DeliveryView {
    private final Delivery delivery;

    DeliveryView(Delivery delivery) {
        this.delivery = delivery;
    }

    public String getSocket() {
        return delivery.socket();
    }

    public long getDelivered() {
        return delivery.delivered();
    }

    public long getDeliveredBytes() {
        return delivery.deliveredBytes();
    }

    public int getPending() {
        return delivery.pending();
    }

    public long getPendingBytes() {
        return delivery.pendingBytes();
    }

    public int getSpooled() {
        return delivery.spooled();
    }

    public long getSpooledBytes() {
        return delivery.spooledBytes();
    }

    public Map<String, Long> getLost() {
        return delivery.lost();
    }

    public String getProblem() {
        return delivery.problem();
    }

    /** Time, application and answer; empty before there is one. */
    public String getLast() {
        return Display.of(delivery.last());
    }
}
