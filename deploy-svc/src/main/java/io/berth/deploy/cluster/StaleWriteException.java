/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

/** A newer command wrote the object in the meantime: read it again, then decide. */
public final class StaleWriteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String newerCommand;

  public StaleWriteException(String object, String newerCommand) {
    super(object + " was written by " + newerCommand + " meanwhile");
    this.newerCommand = newerCommand;
  }

  /** The later command. */
  public String newerCommand() {
    return newerCommand;
  }
}
