/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

/** A parameter that cannot be meant: names it, what was found and what is wanted. */
public final class InvalidQuery extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String found;
  private final String wanted;

  public InvalidQuery(String parameter, String found, String wanted) {
    super("'" + parameter + "' is '" + found + "', wanted " + wanted);
    this.parameter = parameter;
    this.found = found;
    this.wanted = wanted;
  }

  public String parameter() {
    return parameter;
  }

  public String found() {
    return found;
  }

  public String wanted() {
    return wanted;
  }
}
