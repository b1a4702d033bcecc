// In this order: the library does not load without what comes first.
import 'reflect-metadata';

export * from '@peculiar/x509';
