package org.schedlab.lab.runqueues;

/// What a fair run queue goes by besides what its entities are owed.
public sealed interface FairRule permits CfsRule, EevdfRule {}
