#!/bin/bash
#SBATCH --array=1-8
#SBATCH --output=rollout-%a.log
# One of eight parts of a rollout on each node; afterwards: acapctl fleet merge rollout-*.json
# Usage: sbatch docs/fleet/slurm.sh hello_1_0_0_aarch64.eap @site
set -euo pipefail
acapctl deploy "$1" -t "$2" --start --shard auto --canary 1 --max-fail 2% \
    --record "rollout-$SLURM_ARRAY_TASK_ID.jsonl" --json >"rollout-$SLURM_ARRAY_TASK_ID.json"
