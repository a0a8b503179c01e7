/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

/** What was to be written over has been written by a later command: look again, then decide. */
public final class Overtaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int MOST_LOOKS = 5;

  private final String by;

  public Overtaken(String object, String by) {
    super(object + " was written by " + by + " meanwhile");
    this.by = by;
  }

  /** The later command. */
  String by() {
    return by;
  }

  /**
   * Does a step that looks, decides and writes, until nobody writes in between.
   *
   * @param first the first time
   * @param again each other time
   */
  static void lookAgain(Runnable first, Runnable again) {
    for (int looks = 1; ; looks++) {
      try {
        (looks == 1 ? first : again).run();
        return;
      } catch (Overtaken e) {
        if (looks == MOST_LOOKS) {
          throw new ClusterAway("others write all the time: " + e.getMessage(), e);
        }
      }
    }
  }
}
