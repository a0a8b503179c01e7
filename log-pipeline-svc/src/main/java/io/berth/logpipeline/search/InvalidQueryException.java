/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

/** An invalid request parameter: its name, the value and what is expected. */
public final class InvalidQueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String found;
  private final String wanted;

  public InvalidQueryException(String parameter, String found, String wanted) {
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
