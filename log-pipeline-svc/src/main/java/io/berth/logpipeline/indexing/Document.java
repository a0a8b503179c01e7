/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/**
 * A document as bytes.
 *
 * @param stream the data stream it goes to
 * @param id its id: the same record has it again
 * @param json a JSON object
 */
public record Document(String stream, String id, byte[] json) {}
