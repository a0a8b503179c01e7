/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class and ends the JVM when its parent is gone, however that happened: the
 * parent holds the other end of standard input, which closes with it even on {@code kill -9}.
 *
 * <p>Arguments: the main class, then its own arguments. This class lies in a jar of its own and
 * uses nothing but the JDK, so that it can stand on the class path of any service.
 */
public final class ParentWatchdog {

  private static final int EXIT_TIMEOUT_MILLIS = 10_000;

  private ParentWatchdog() {}

  public static void main(String[] arguments) throws Throwable {
    Thread.ofPlatform().daemon().name("leash").start(ParentWatchdog::exitWithParent);
    var main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void exitWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said on this line; it only has to stay open.
      }
    } catch (IOException _) {
      // A broken pipe says the same as a closed one.
    }
    Thread.ofPlatform().daemon().name("leash-end").start(ParentWatchdog::haltAfterTimeout);
    System.exit(143);
  }

  private static void haltAfterTimeout() {
    try {
      Thread.sleep(EXIT_TIMEOUT_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(143);
  }
}
