#!/usr/bin/env python3
"""Writes the list of event sources and names that `trail rules lint` knows, from the service models of botocore.

Usage: python3 tools/known_events.py > src/CloudTrailLambda.Cli/Linting/known-events.txt

A model says what requests to a service are signed for (signingName, or else endpointPrefix), which is what CloudTrail calls it in
eventSource, and the names of its operations, which are the event names. Where CloudTrail says something else, it stands in SOURCES
below, or in known-events-supplement.txt beside the list, which is kept by hand.
"""
import datetime
import glob
import gzip
import json
import os
import textwrap

import botocore

# Folder of the model -> what CloudTrail calls the service, where it is not what requests are signed for. Each with the page that says so.
SOURCES = {
    # https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html
    'sso': ['sso'],
    'sso-oidc': ['sso', 'sso-oauth'],
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail-data-api.html
    'rds-data': ['rds-data', 'rdsdata'],
    # https://docs.aws.amazon.com/marketplace/latest/APIReference/logging-agreement-api-calls-with-cloudtrail.html
    'marketplace-agreement': ['agreement-marketplace', 'aws-marketplace'],
    # https://docs.aws.amazon.com/data-exchange/latest/userguide/logging-changes.html
    'marketplace-catalog': ['marketplacecatalog', 'aws-marketplace'],
    # https://docs.aws.amazon.com/pinpoint/latest/developerguide/logging-using-cloudtrail.html
    'pinpoint': ['mobiletargeting', 'pinpoint'],
    # https://docs.aws.amazon.com/autoscaling/application/userguide/logging-using-cloudtrail.html
    'application-autoscaling': ['application-autoscaling', 'autoscaling'],
    'autoscaling-plans': ['autoscaling-plans', 'autoscaling'],
}


def models():
    """Every version of every service: the folder's name and the model."""
    root = os.path.join(os.path.dirname(botocore.__file__), 'data')
    for path in sorted(glob.glob(os.path.join(root, '*', '*', 'service-2.json*'))):
        with (gzip.open if path.endswith('.gz') else open)(path, 'rt', encoding='utf-8') as file:
            yield path.split(os.sep)[-3], json.load(file)


def main():
    events = {}
    for folder, model in models():
        metadata = model['metadata']
        signed_for = (metadata.get('signingName') or metadata['endpointPrefix']).lower()
        for source in SOURCES.get(folder, [signed_for]):
            events.setdefault(f'{source}.amazonaws.com', set()).update(model['operations'])

    about = (
        f'Event sources of CloudTrail and the names of their events: {len(events)} sources. Written by tools/known_events.py from the '
        f'service models of botocore {botocore.__version__} (https://github.com/boto/botocore, Apache License 2.0). Not to be edited: what '
        'the models do not say stands in known-events-supplement.txt.')
    for line in textwrap.wrap(about, 138):
        print(f'# {line}')
    print('dated', datetime.date.today())
    for source in sorted(events):
        print(source, *sorted(events[source]))


if __name__ == '__main__':
    main()
