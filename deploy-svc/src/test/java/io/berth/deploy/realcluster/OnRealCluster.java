/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A class of tests that runs a service of its own, with topics of its own, on the one real cluster.
 * Two of them at a time would be two installations that manage one cluster: each would take over
 * the other's roll-outs. The tests of one class may run at the same time, which a resource lock
 * would prevent. They come first: one after the other, they take as long as all the rest.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Order(1)
@ExtendWith(OnRealCluster.OneAtATime.class)
@interface OnRealCluster {

  /** Waits for the cluster in a way that lets the pool run another test meanwhile. */
  final class OneAtATime implements BeforeAllCallback, AfterAllCallback {

    private static final Semaphore CLUSTER = new Semaphore(1);

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
      ForkJoinPool.managedBlock(
          new ForkJoinPool.ManagedBlocker() {
            private boolean acquired;

            @Override
            public boolean block() throws InterruptedException {
              CLUSTER.acquire();
              acquired = true;
              return true;
            }

            @Override
            public boolean isReleasable() {
              acquired = acquired || CLUSTER.tryAcquire();
              return acquired;
            }
          });
    }

    @Override
    public void afterAll(ExtensionContext context) {
      CLUSTER.release();
    }
  }
}
