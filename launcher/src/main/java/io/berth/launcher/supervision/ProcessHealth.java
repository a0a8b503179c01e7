/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

/**
 * What a part says of itself.
 *
 * @param isUp whether it does its work, be it not all of it
 * @param detail what is wrong, in its own words; empty when nothing is
 */
public record ProcessHealth(boolean isUp, String detail) {

  static final ProcessHealth UP = new ProcessHealth(true, "");

  /** It works, and some of what it is for it cannot do. */
  static ProcessHealth degraded(String detail) {
    return new ProcessHealth(true, detail);
  }

  /** For people: {@code UP}, or what is wrong behind one word. */
  public String text() {
    if (!isUp) {
      return "DOWN " + detail;
    }
    return detail.isEmpty() ? "UP" : "DEGRADED " + detail;
  }

  static ProcessHealth down(String detail) {
    return new ProcessHealth(false, detail);
  }
}
