package com.acme.billing;

import com.acme.shared.Json;

/** An application: burns CPU and allocates. */
public final class Billing {
    private volatile long sink;
    private volatile Object object;

    public void work(int units) {
        sink += Json.print(units * 1000);
    }

    public void nest(int depth) {
        sink += Json.nest(depth);
    }

    public void allocate(int objects, int bytes) {
        for (int i = 0; i < objects; i++) {
            object = new byte[bytes];
        }
    }
}
