package com.acme.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

import com.acme.shared.Json;

/** An application: burns CPU, allocates, retains. */
public final class Orders {
    private final List<byte[]> retained = new ArrayList<>();
    private volatile long sink;
    private volatile Object object;

    public void work(int units) {
        LongSupplier total = () -> Json.print(units * 1000);
        sink += total.getAsLong();
    }

    public void nest(int depth) {
        sink += Json.nest(depth);
    }

    public void enter(Object monitor, Lock lock) {
        synchronized (monitor) {
            sink++;
        }
        lock.lock();
        lock.unlock();
    }

    public void allocate(int objects, int bytes) {
        for (int i = 0; i < objects; i++) {
            object = new byte[bytes];
        }
    }

    public void retain(int objects, int bytes) {
        for (int i = 0; i < objects; i++) {
            retained.add(new byte[bytes]);
        }
    }
}
